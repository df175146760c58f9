output "role_arn" {
  description = "Tell the vendor this."
  value       = aws_iam_role.exports.arn
}

output "destination_bucket" {
  description = "And this."
  value       = local.sluice.destination_bucket
}
