variable "vendor_principal" {
  description = "The ARN of the vendor's user or role that assumes the role made here."
  type        = string
}

variable "external_id" {
  description = "The external id that the vendor gave you. It is yours alone."
  type        = string
}

variable "processing_bucket" {
  description = "The vendor's bucket that exports are copied from."
  type        = string
}

variable "staging_prefix" {
  description = "Where in it your exports lie, ending with a slash."
  type        = string
}

variable "destination_bucket" {
  description = "Your bucket that receives exports."
  type        = string
}

variable "destination_prefix" {
  description = "Begins the key of each export, ending with a slash; empty for none."
  type        = string
  default     = ""
}

variable "role_name" {
  description = "The name of the role made here."
  type        = string
  default     = "sluice-export"
}

variable "role_path" {
  description = "The path of the role made here, / for none."
  type        = string
  default     = "/"
}

variable "kms_key_arn" {
  description = "The KMS key that the bucket encrypts with; empty where it uses none."
  type        = string
  default     = ""
}

variable "create_bucket" {
  description = "Whether to make the bucket; false where it is there already."
  type        = bool
  default     = true
}

locals {
  sluice = {
    vendor_principal   = var.vendor_principal
    external_id        = var.external_id
    processing_bucket  = var.processing_bucket
    staging_prefix     = var.staging_prefix
    destination_bucket = var.destination_bucket
    destination_prefix = var.destination_prefix
    role_name          = var.role_name
    role_path          = var.role_path
    kms_key_arn        = var.kms_key_arn
    create_bucket      = var.create_bucket
  }
}
