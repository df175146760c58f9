output "principal" {
  description = "Whom the customers' roles trust."
  value       = var.principal == "role" ? aws_iam_role.publisher[0].arn : aws_iam_user.publisher[0].arn
}

output "processing_bucket" {
  description = "processing.bucket of the configuration."
  value       = aws_s3_bucket.processing.id
}
