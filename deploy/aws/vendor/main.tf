# The vendor's side: the processing bucket, and as whom the publisher acts.

data "aws_partition" "current" {}

locals {
  bucket_arn = "arn:${data.aws_partition.current.partition}:s3:::${var.processing_bucket}"

  # Each account reads what lies under its own number and nothing else. The accounts are named: a
  # policy for everybody would be public, which the public access block refuses.
  bucket_policy = {
    Version = "2012-10-17"
    Statement = concat(
      [
        for accounts in [sort(var.customer_accounts)] : {
          Sid    = "EachAccountReadsItsOwn"
          Effect = "Allow"
          Principal = {
            AWS = [
              for account in accounts :
              "arn:${data.aws_partition.current.partition}:iam::${account}:root"
            ]
          }
          Action   = "s3:GetObject"
          Resource = "${local.bucket_arn}/$${aws:PrincipalAccount}/*"
        } if length(accounts) > 0
      ],
      [
        {
          Sid       = "NothingWithoutEncryption"
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = [local.bucket_arn, "${local.bucket_arn}/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }
      ]
    )
  }

  publisher_policy = {
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Stage"
          Effect   = "Allow"
          Action   = ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload"]
          Resource = ["${local.bucket_arn}/*"]
        },
        {
          # So that a staged file that is missing reads as missing rather than as forbidden.
          Sid      = "Find"
          Effect   = "Allow"
          Action   = ["s3:ListBucket"]
          Resource = [local.bucket_arn]
        },
        {
          Sid      = "ActAsCustomersRoles"
          Effect   = "Allow"
          Action   = ["sts:AssumeRole"]
          Resource = var.customer_roles
        }
      ],
      [
        for buckets in [sort(var.own_buckets)] : {
          Sid    = "DeliverToOwnBuckets"
          Effect = "Allow"
          Action = ["s3:PutObject", "s3:AbortMultipartUpload"]
          Resource = [
            for bucket in buckets : "arn:${data.aws_partition.current.partition}:s3:::${bucket}/*"
          ]
        } if length(buckets) > 0
      ]
    )
  }
}

resource "aws_s3_bucket" "processing" {
  bucket = var.processing_bucket
}

resource "aws_s3_bucket_public_access_block" "processing" {
  bucket                  = aws_s3_bucket.processing.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "processing" {
  bucket = aws_s3_bucket.processing.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# With S3's own key: a customer's role that may get the object needs no right to any key.
resource "aws_s3_bucket_server_side_encryption_configuration" "processing" {
  bucket = aws_s3_bucket.processing.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "processing" {
  bucket = aws_s3_bucket.processing.id
  rule {
    id     = "expire-what-was-delivered-long-ago"
    status = "Enabled"
    filter {}
    expiration {
      days = var.staged_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "processing" {
  bucket     = aws_s3_bucket.processing.id
  policy     = jsonencode(local.bucket_policy)
  depends_on = [aws_s3_bucket_public_access_block.processing]

  lifecycle {
    precondition {
      condition     = length(jsonencode(local.bucket_policy)) <= 20480
      error_message = "The bucket's policy is larger than the 20 KB that AWS takes: give some of the accounts a processing bucket and a publisher of their own."
    }
  }
}

resource "aws_iam_role" "publisher" {
  count                = var.principal == "role" ? 1 : 0
  name                 = var.principal_name
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { Federated = var.oidc_provider_arn }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = {
          StringEquals = {
            "${replace(var.oidc_provider_arn, "/^.*oidc-provider\\//", "")}:sub" = "system:serviceaccount:${var.service_account}"
            "${replace(var.oidc_provider_arn, "/^.*oidc-provider\\//", "")}:aud" = "sts.amazonaws.com"
          }
        }
      }
    ]
  })

  lifecycle {
    precondition {
      condition     = can(regex(":oidc-provider/.", var.oidc_provider_arn))
      error_message = "A role needs oidc_provider_arn, the ARN of the cluster's OIDC provider in IAM."
    }
  }
}

resource "aws_iam_role_policy" "publisher" {
  count  = var.principal == "role" ? 1 : 0
  name   = "publish"
  role   = aws_iam_role.publisher[0].id
  policy = jsonencode(local.publisher_policy)
}

# The user's access key is made by hand, so that Terraform's state does not hold it.
resource "aws_iam_user" "publisher" {
  count = var.principal == "user" ? 1 : 0
  name  = var.principal_name
}

resource "aws_iam_user_policy" "publisher" {
  count  = var.principal == "user" ? 1 : 0
  name   = "publish"
  user   = aws_iam_user.publisher[0].name
  policy = jsonencode(local.publisher_policy)
}
