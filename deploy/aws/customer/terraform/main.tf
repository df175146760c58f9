# Lets the vendor deliver exports into one bucket of this account. Makes one role and, if wanted, the
# bucket.

data "aws_partition" "current" {}

resource "aws_s3_bucket" "exports" {
  count  = local.sluice.create_bucket ? 1 : 0
  bucket = local.sluice.destination_bucket
}

resource "aws_s3_bucket_public_access_block" "exports" {
  count                   = local.sluice.create_bucket ? 1 : 0
  bucket                  = aws_s3_bucket.exports[0].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "exports" {
  count  = local.sluice.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.exports[0].id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# The role may not abort uploads, so what a broken one leaves behind is swept up here.
resource "aws_s3_bucket_lifecycle_configuration" "exports" {
  count  = local.sluice.create_bucket ? 1 : 0
  bucket = aws_s3_bucket.exports[0].id
  rule {
    id     = "abort-incomplete-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

locals {
  sluice_trust_policy = {
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = local.sluice.vendor_principal }
        Condition = { StringEquals = { "sts:ExternalId" = local.sluice.external_id } }
        Action    = "sts:AssumeRole"
      }
    ]
  }
  sluice_role_policy = {
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Effect = "Allow"
          Action = ["s3:PutObject"]
          Resource = [
            "arn:${data.aws_partition.current.partition}:s3:::${local.sluice.destination_bucket}/${local.sluice.destination_prefix}*"
          ]
        },
        {
          Effect = "Allow"
          Action = ["s3:GetObject"]
          Resource = [
            "arn:${data.aws_partition.current.partition}:s3:::${local.sluice.processing_bucket}/${local.sluice.staging_prefix}*"
          ]
        }
      ],
      [
        for key in compact([local.sluice.kms_key_arn]) : {
          Effect   = "Allow"
          Action   = ["kms:GenerateDataKey", "kms:Decrypt"]
          Resource = [key]
        }
      ]
    )
  }
}

resource "aws_iam_role" "exports" {
  name                 = local.sluice.role_name
  path                 = local.sluice.role_path
  max_session_duration = 3600
  assume_role_policy   = jsonencode(local.sluice_trust_policy)
}

resource "aws_iam_role_policy" "exports" {
  name   = "exports"
  role   = aws_iam_role.exports.id
  policy = jsonencode(local.sluice_role_policy)
}
