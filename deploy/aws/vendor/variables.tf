variable "processing_bucket" {
  description = "The bucket that exports are staged in, processing.bucket of the configuration."
  type        = string
}

variable "customer_accounts" {
  description = "The AWS accounts that read from the bucket, each its own: of every tenant with a role."
  type        = set(string)
  validation {
    condition     = alltrue([for account in var.customer_accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "An AWS account is twelve digits."
  }
}

variable "customer_roles" {
  description = "The customers' roles that the publisher may assume; * stands for any text."
  type        = list(string)
  default     = ["arn:aws:iam::*:role/sluice-export"]
}

variable "own_buckets" {
  description = "The vendor's own buckets that are delivered to as the publisher itself."
  type        = set(string)
  default     = []
}

variable "staged_days" {
  description = "After how many days a staged file is deleted. A delivery that still waits for its customer by then can no longer be made; deltas, from which a replay is made, are kept for 35 days."
  type        = number
  default     = 60
  validation {
    condition     = var.staged_days >= 36
    error_message = "Staged files have to outlive the topic deltas, which is kept for 35 days: 36 or more."
  }
}

variable "principal" {
  description = "What the publisher acts as: \"role\" of a Kubernetes service account, or \"user\"."
  type        = string
  default     = "user"
  validation {
    condition     = contains(["role", "user"], var.principal)
    error_message = "Write role or user."
  }
}

variable "principal_name" {
  description = "The name of that user or role."
  type        = string
  default     = "sluice"
}

variable "oidc_provider_arn" {
  description = "For a role: the ARN of the cluster's OIDC provider in IAM."
  type        = string
  default     = ""
}

variable "service_account" {
  description = "For a role: the publisher's service account in the cluster, as namespace:name."
  type        = string
  default     = "sluice:sluice-publisher"
}
