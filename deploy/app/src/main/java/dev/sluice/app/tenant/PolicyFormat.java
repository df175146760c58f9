package dev.sluice.app.tenant;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;

/// How a tenant's policies are written.
enum PolicyFormat {
    /// Step by step, for people.
    TEXT {
        @Override
        String write(String tenant, Access access) {
            return """
            What tenant %s sets up in the AWS account %s:

              1. The bucket %s in %s, if it is not there yet.
              2. The role %s with this policy:

            %s
              3. This trust relationship of the role:

            %s
              4. Tell us that it is done, or what you named otherwise: account, bucket, role.
            """
                    .formatted(
                            tenant,
                            access.role().account(),
                            access.bucket(),
                            access.region(),
                            access.role().name(),
                            PrettyJson.text(access.rolePolicy()).indent(5),
                            PrettyJson.text(access.trustPolicy()).indent(5));
        }
    },
    /// One JSON object that holds both documents.
    JSON {
        @Override
        String write(String tenant, Access access) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("role", access.role().toString());
            all.put("role_policy", access.rolePolicy());
            all.put("trust_policy", access.trustPolicy());
            return PrettyJson.text(all) + "\n";
        }
    },
    /// The template of `deploy/aws/customer`, its parameters' defaults being this tenant's.
    CLOUDFORMATION {
        @Override
        String write(String tenant, Access access) {
            String template = resource("cloudformation.yaml");
            Map<String, String> defaults = new LinkedHashMap<>();
            defaults.put("VendorPrincipal", access.principal());
            defaults.put("ExternalId", access.externalId());
            defaults.put("ProcessingBucket", access.processingBucket());
            defaults.put("StagingPrefix", access.stagingPrefix());
            defaults.put("DestinationBucket", access.bucket());
            defaults.put("DestinationPrefix", access.prefix());
            defaults.put("RoleName", access.role().name());
            defaults.put("RolePath", access.role().path());
            for (Map.Entry<String, String> entry : defaults.entrySet()) {
                String head = "  " + entry.getKey() + ":\n    Type: String\n";
                template =
                        template.replaceFirst(
                                head + "(    Default: .*\n)?",
                                Matcher.quoteReplacement(
                                        head + "    Default: " + quoted(entry.getValue()) + "\n"));
            }
            return template;
        }
    },
    /// What the module of `deploy/aws/customer/terraform` consists of, with this tenant's values.
    TERRAFORM {
        @Override
        String write(String tenant, Access access) {
            return """
            locals {
              sluice = {
                vendor_principal   = %s
                external_id        = %s
                processing_bucket  = %s
                staging_prefix     = %s
                destination_bucket = %s
                destination_prefix = %s
                role_name          = %s
                role_path          = %s
                kms_key_arn        = ""
                create_bucket      = true
              }
            }

            """
                            .formatted(
                                    term(access.principal()),
                                    term(access.externalId()),
                                    term(access.processingBucket()),
                                    term(access.stagingPrefix()),
                                    term(access.bucket()),
                                    term(access.prefix()),
                                    term(access.role().name()),
                                    term(access.role().path()))
                    + resource("terraform/main.tf");
        }
    };

    /// @param tenant the tenant's id
    /// @return the whole text, ending with a line feed
    abstract String write(String tenant, Access access);

    /// A file of `deploy/aws/customer`, which the build puts beside this class.
    private static String resource(String name) {
        try (InputStream in = PolicyFormat.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("%s is not in the program".formatted(name), e);
        }
    }

    /// A text as YAML, JSON and HCL alike write it.
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// A text as HCL writes it, where `${` and `%{` begin something else.
    private static String term(String text) {
        return quoted(text).replace("${", "$${").replace("%{", "%%{");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
