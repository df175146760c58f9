package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `sluice tenant`: the customer's policies, as on the product page and narrower.
final class TenantCommandTest {

    private static final String FILE =
            """
            source:
              { type: postgres, host: db, database: app, user: sluice, password: "${PASSWORD}" }
            kafka: { client: { bootstrap.servers: "kafka:9092" } }
            processing:
              { bucket: sluice-processing, region: us-east-1, account: "444455556666", own_buckets: [own] }
            aws: { principal: "arn:aws:iam::444455556666:user/exporter" }
            tenants:
              acme:
                key: 1
                account: "111122223333"
                bucket: acme-warehouse
                prefix: exports/
                region: eu-west-1
                role: arn:aws:iam::111122223333:role/team/sluice-export
                external_id: planted-external-id
              internal: { key: 2, account: "444455556666", bucket: own, region: us-east-1 }
            """;

    @TempDir private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() throws IOException {
        terminal = new Terminal(directory);
        Files.writeString(directory.resolve("sluice.yaml"), FILE);
    }

    @Test
    void policyIsThatOfTheProductPageForThisTenantAlone() {
        // When
        Terminal.Result result = terminal.type("tenant", "policy", "acme", "--format", "json");

        // Then
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .isEqualTo(
                        """
                        {
                            "role": "arn:aws:iam::111122223333:role/team/sluice-export",
                            "role_policy": {
                                "Version": "2012-10-17",
                                "Statement": [
                                    {
                                        "Effect": "Allow",
                                        "Action": [
                                            "s3:PutObject"
                                        ],
                                        "Resource": [
                                            "arn:aws:s3:::acme-warehouse/exports/*"
                                        ]
                                    },
                                    {
                                        "Effect": "Allow",
                                        "Action": [
                                            "s3:GetObject"
                                        ],
                                        "Resource": [
                                            "arn:aws:s3:::sluice-processing/111122223333/acme/*"
                                        ]
                                    }
                                ]
                            },
                            "trust_policy": {
                                "Version": "2012-10-17",
                                "Statement": [
                                    {
                                        "Effect": "Allow",
                                        "Principal": {
                                            "AWS": "arn:aws:iam::444455556666:user/exporter"
                                        },
                                        "Condition": {
                                            "StringEquals": {
                                                "sts:ExternalId": "planted-external-id"
                                            }
                                        },
                                        "Action": "sts:AssumeRole"
                                    }
                                ]
                            }
                        }
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "text, 's3:::sluice-processing/111122223333/acme/*'",
        "cloudformation, '    Default: \"111122223333/acme/\"'",
        "terraform, '    staging_prefix     = \"111122223333/acme/\"'",
    })
    void everyFormatHasTheTenantsPlacesAndItsExternalId(String format, String staging) {
        // When
        Terminal.Result result = terminal.type("tenant", "policy", "acme", "--format", format);

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains(staging)
                .contains("acme-warehouse", "exports/", "planted-external-id")
                .contains("arn:aws:iam::444455556666:user/exporter");
    }

    @Test
    void aTenantWithoutRoleNeedsNoPolicy() {
        // When
        Terminal.Result result = terminal.type("tenant", "policy", "internal");

        // Then
        assertThat(result.status()).isOne();
        assertThat(result.err())
                .contains("tenant internal has no role", "add role and external_id");
    }

    @Test
    void anUnknownTenantIsToldWhichThereAre() {
        // When
        Terminal.Result result = terminal.type("tenant", "policy", "globex");

        // Then
        assertThat(result.status()).isOne();
        assertThat(result.err()).contains("no tenant globex; it has acme, internal");
    }

    @Test
    void addGivesEachTenantAnExternalIdOfItsOwnInAFormThatTheConfigurationTakes()
            throws IOException {
        // Given
        String[] add =
                "tenant add globex --key 3 --account 222233334444 --bucket globex-data --region us-east-1"
                        .split(" ");

        // When
        Terminal.Result result = terminal.type(add);
        Terminal.Result again = terminal.type(add);
        Files.writeString(directory.resolve("sluice.yaml"), FILE + result.out().indent(2));
        Terminal.Result policy = terminal.type("tenant", "policy", "globex", "--format", "json");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsPattern("external_id: \"?[0-9a-f]{48}\"?\\R")
                .isNotEqualTo(again.out());
        assertThat(policy.err()).isEmpty();
        assertThat(policy.out())
                .contains("arn:aws:iam::222233334444:role/sluice-export", "globex-data/*");
    }

    @ParameterizedTest
    @CsvSource({
        "acme --key 3 --account 222233334444 --bucket new-bucket, there is one already",
        "new --key 1 --account 222233334444 --bucket new-bucket, which is tenant acme's too",
        "new --key 3 --account 111122223333 --bucket new-bucket, processing.shared_accounts",
        "new --key 3 --account 222233334444 --bucket acme-warehouse, acme",
        "new --key 3 --account 222233334444 --bucket sluice-processing, the processing bucket",
        "new --key 3 --account 2222 --bucket new-bucket, twelve digits",
    })
    void addRefusesWhatDoesNotGoWithTheOthers(String arguments, String reason) {
        // When
        Terminal.Result result =
                terminal.type(("tenant add --region us-east-1 " + arguments).split(" "));

        // Then
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(reason);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void listShowsWhoReceivesPushesAndNoExternalId() {
        // When
        Terminal.Result table = terminal.type("tenant", "list");
        Terminal.Result json = terminal.type("tenant", "list", "--json");

        // Then
        assertThat(table.out())
                .contains("acme", "s3://acme-warehouse/exports/", "internal", "s3://own/")
                .doesNotContain("planted-external-id");
        assertThat(json.out())
                .contains("\"id\": \"acme\"", "\"prefix\": \"exports/\"")
                .doesNotContain("planted-external-id");
    }
}
