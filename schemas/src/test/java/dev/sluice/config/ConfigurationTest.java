package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.table.TableName;
import dev.sluice.table.Template;
import dev.sluice.tenant.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {

    private static final String LEAST =
            """
            source:
              type: postgres
              host: db
              database: app
              user: sluice
              password: secret
            kafka:
              client: { bootstrap.servers: "kafka:9092" }
            processing: { own_buckets: [acme-warehouse] }
            tenants:
              acme:
                key: 1
                account: "111122223333"
                bucket: acme-warehouse
                region: us-east-1
            """;

    private record Shared(
            SourceConfig source,
            KafkaConfig kafka,
            TablesConfig tables,
            ScheduleConfig schedule,
            TenantsConfig tenants) {}

    private static Shared read(String yaml, Map<String, String> environment) {
        return read(Document.parse("sluice.yaml", yaml, environment));
    }

    private static Shared read(Document document) {
        var source = SourceConfig.from(document.root());
        var kafka = KafkaConfig.from(document.root());
        var tables = TablesConfig.from(document.root());
        var schedule = ScheduleConfig.from(document.root());
        var tenants = TenantsConfig.from(document.root());
        document.check();
        return new Shared(source.get(), kafka.get(), tables.get(), schedule.get(), tenants.get());
    }

    private static List<String> mistakes(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(yaml, Map.of()))
                .mistakes()
                .stream()
                .map(Mistake::toString)
                .toList();
    }

    @Test
    void givesEverySettingItsDefault() {
        // When
        Shared config = read(LEAST, Map.of());

        // Then
        assertThat(config.source())
                .isEqualTo(
                        new SourceConfig(
                                SourceType.POSTGRES,
                                "db",
                                5432,
                                "app",
                                "sluice",
                                "secret",
                                "sluice",
                                Duration.ofSeconds(10)));
        assertThat(config.kafka())
                .isEqualTo(
                        new KafkaConfig(
                                "sluice",
                                12,
                                3,
                                ByteSize.mebibytes(32),
                                Map.of("bootstrap.servers", "kafka:9092")));
        assertThat(config.tables()).isEqualTo(new TablesConfig("account_id", Map.of()));
        assertThat(config.schedule()).isEqualTo(new ScheduleConfig("0 22 * * *", "0 22 * * SUN"));
        assertThat(config.tenants().all())
                .containsExactly(
                        new TenantConfig(
                                new TenantId("acme"),
                                "1",
                                "111122223333",
                                "acme-warehouse",
                                "",
                                "us-east-1",
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void mapsEverySetting() {
        // Given
        String yaml =
                """
                source:
                  type: postgres
                  host: db.internal
                  port: 6543
                  database: shop
                  user: reader
                  password: ${SOURCE_PASSWORD}
                  slot: exports
                  heartbeat: 500 ms
                tenant_column: org_id
                tables:
                  services:
                    derive: { html_url: "https://x/{alias}", zip: "{a}-{b}" }
                    columns: [id, html_url, name]
                    soft_delete: discarded_at
                  users:
                    exclude: [password_digest]
                  audit.events:
                    tenant_column: owner_id
                kafka:
                  prefix: vendor.sluice
                  partitions: 24
                  replication: 2
                  max_record: 8 MiB
                  client:
                    bootstrap.servers: ${BROKERS}
                    sasl.jaas.config: x$${y}
                schedule:
                  incremental: "0 * * * *"
                  full: "30 3 1 * *"
                processing:
                  own_buckets: [globex]
                tenants:
                  acme:
                    key: 1
                    account: "111122223333"
                    bucket: acme-warehouse
                    prefix: opslevel/
                    region: eu-west-1
                    role: arn:aws:iam::111122223333:role/sluice-export
                    external_id: ${ACME_EXTERNAL_ID}
                  globex:
                    key: "2"
                    account: "444455556666"
                    bucket: globex
                    region: us-east-1
                """;

        // When
        Shared config =
                read(
                        yaml,
                        Map.of(
                                "SOURCE_PASSWORD",
                                "a${b}c",
                                "BROKERS",
                                "k1:9092,k2:9092",
                                "ACME_EXTERNAL_ID",
                                "a-secret-id"));

        // Then
        assertThat(config.source())
                .isEqualTo(
                        new SourceConfig(
                                SourceType.POSTGRES,
                                "db.internal",
                                6543,
                                "shop",
                                "reader",
                                "a${b}c",
                                "exports",
                                Duration.ofMillis(500)));
        assertThat(config.kafka())
                .isEqualTo(
                        new KafkaConfig(
                                "vendor.sluice",
                                24,
                                2,
                                ByteSize.mebibytes(8),
                                Map.of(
                                        "bootstrap.servers",
                                        "k1:9092,k2:9092",
                                        "sasl.jaas.config",
                                        "x${y}")));
        assertThat(config.schedule()).isEqualTo(new ScheduleConfig("0 * * * *", "30 3 1 * *"));
        assertThat(config.tables().tenantColumn()).isEqualTo("org_id");
        assertThat(config.tables().listed().values())
                .containsExactly(
                        new TableConfig(
                                TableName.parse("services"),
                                "org_id",
                                Set.of(),
                                Map.of(
                                        "html_url",
                                        Template.parse("https://x/{alias}"),
                                        "zip",
                                        Template.parse("{a}-{b}")),
                                List.of("id", "html_url", "name"),
                                Optional.of("discarded_at")),
                        new TableConfig(
                                TableName.parse("users"),
                                "org_id",
                                Set.of("password_digest"),
                                Map.of(),
                                List.of(),
                                Optional.empty()),
                        new TableConfig(
                                TableName.parse("audit.events"),
                                "owner_id",
                                Set.of(),
                                Map.of(),
                                List.of(),
                                Optional.empty()));
        assertThat(
                        config.tables()
                                .find(TableName.parse("services"))
                                .orElseThrow()
                                .derive()
                                .keySet())
                .containsExactly("html_url", "zip");
        assertThat(config.tenants().all())
                .containsExactly(
                        new TenantConfig(
                                new TenantId("acme"),
                                "1",
                                "111122223333",
                                "acme-warehouse",
                                "opslevel/",
                                "eu-west-1",
                                Optional.of("arn:aws:iam::111122223333:role/sluice-export"),
                                Optional.of("a-secret-id")),
                        new TenantConfig(
                                new TenantId("globex"),
                                "2",
                                "444455556666",
                                "globex",
                                "",
                                "us-east-1",
                                Optional.empty(),
                                Optional.empty()));
    }

    @Test
    void reportsEveryMistakeAtOnce() {
        // Given
        String yaml =
                """
                source:
                  type: oracle
                  port: 99999
                  database: [app]
                  user: ""
                  password: ${SOURCE_PASSWORD}
                  heartbeat: 10
                  slot: Sluice
                kafka:
                  partitons: 12
                  replication: three
                  max_record: 32 MB
                  client: kafka:9092
                kafka:
                  prefix: again
                tables:
                  services:
                    exclude: name
                    derive: { html_url: "https://x/{alias" }
                  .events: {}
                  users:
                    columns: [id, id]
                schedule:
                  incremental: "0 25 * * *"
                  full: "0 0 31 2 *"
                processing:
                  bucket: acme-warehouse
                  own_buckets: [shared]
                  shared_accounts: ["444455556666"]
                tenants:
                  acme:
                    key: 1
                    account: 1234
                    bucket: Acme
                    region: us-east-1
                  _x:
                    key: 9
                    account: "111122223333"
                    bucket: xyz
                    prefix: /a
                    region: us-east-1
                  one:
                    key: 1
                    account: "111122223333"
                    bucket: acme-warehouse
                    region: us-east-1
                  two:
                    key: 1
                    account: "111122223333"
                    bucket: shared
                    prefix: a/
                    region: us-east-1
                  three:
                    key: ${THREE:-3}
                    account: "111122223333"
                    bucket: shared
                    prefix: a/b/
                    region: us-east-1
                  four:
                    key: 4
                    account: "111122223333"
                    bucket: shared
                    prefix: a/b/
                    region: us-east-1
                    role: arn:aws:iam::999999999999:role/x
                    external_id: ab
                  five:
                    key: 5
                    account: "111122223333"
                    bucket: shared
                    prefix: a/c/
                    region: us-east-1
                  six:
                    key: 6
                    account: "444455556666"
                    bucket: strangers
                    region: us-east-1
                  seven:
                    key: 7
                    account: "444455556666"
                    bucket: seven
                    region: us-east-1
                    role: arn:aws:iam::444455556666:role/x
                    external_id: the-same
                  eight:
                    key: 8
                    account: "888888888888"
                    bucket: eight
                    region: us-east-1
                    role: arn:aws:iam::888888888888:role/x
                    external_id: the-same
                """;

        // When
        List<String> mistakes = mistakes(yaml);

        // Then
        assertThat(mistakes)
                .containsExactly(
                        "source.host (line 1): expected a text, found nothing; add it",
                        "source.type (line 2): expected one of postgres, found \"oracle\"; write one of postgres",
                        "source.port (line 3): expected a whole number from 1 to 65535, found \"99999\"; write one in this range",
                        "source.database (line 4): expected a text, found a list; write a single value",
                        "source.user (line 5): expected a text, found \"\"; write a text that is not empty",
                        "source.password (line 6): expected the environment variable SOURCE_PASSWORD to be set, found none; set SOURCE_PASSWORD, or write the value here",
                        "source.heartbeat (line 7): expected a time from 100 ms to 1 h, found \"10\"; write a number and one of ms, s, min, h, d",
                        "source.slot (line 8): expected a replication slot's name, found \"Sluice\"; PostgreSQL allows a slot 1 to 63 of a-z, 0-9 and _; write those",
                        "kafka.partitons (line 10): expected one of client, max_record, partitions, prefix, replication, found an unknown key; did you mean \"partitions\"?",
                        "kafka.replication (line 11): expected a whole number from 1 to 100, found \"three\"; write one in this range",
                        "kafka.max_record (line 12): expected a size from 1 MiB to 1 GiB, found \"32 MB\"; write a number and one of B, KiB, MiB, GiB, TiB",
                        "kafka.client (line 13): expected a section of settings, found \"kafka:9092\"; indent its settings under it",
                        "kafka (line 14): expected each key once, found it again (first on line 9); remove one of them",
                        "tables.services.exclude (line 18): expected a list of texts, found \"name\"; write it as [a, b]",
                        "tables.services.derive (line 19): expected columns, each with a template, found names; html_url: the template \"https://x/{alias\" has a { without a column's name and a }; write {column}, or {{ and }} for braces",
                        "tables..events (line 20): expected a table as \"table\" or \"schema.table\", found \".events\"; a table is named \"table\" or \"schema.table\", not \".events\"",
                        "tables.users (line 21): columns names id twice; remove one",
                        "schedule.incremental (line 24): expected a cron expression of five fields, such as \"0 22 * * *\", found \"0 25 * * *\"; \"0 25 * * *\" is no cron expression of five fields: Failed to parse cron expression. Value 25 not in range [0, 23]",
                        "schedule.full (line 25): expected a cron expression of five fields, such as \"0 22 * * *\", found \"0 0 31 2 *\"; \"0 0 31 2 *\" names a time that never comes",
                        "tenants.acme.account (line 33): expected an AWS account, found \"1234\"; write its twelve digits, in quotes",
                        "tenants.acme.bucket (line 34): expected a bucket's name, found \"Acme\"; a bucket's name is 3 to 63 of a-z, 0-9, '.' and '-', beginning and ending with a letter or digit",
                        "tenants._x (line 36): expected a tenant's id, found \"_x\"; tenant id \"_x\" must be 1 to 64 letters, digits, '_', '.' or '-', beginning with a letter or digit",
                        "tenants._x.prefix (line 40): expected a prefix, found \"/a\"; end it with \"/\" and begin it without",
                        "tenants.one.bucket (line 45): expected a bucket of the tenant's own, found the processing bucket \"acme-warehouse\"; write another one",
                        "tenants.two.key (line 48): expected a key of its own, found \"1\", which is tenant one's too; correct one of them",
                        "tenants.two.account (line 49): expected an account of its own, found 111122223333, which is tenant one's too; correct one of them, or list the account in processing.shared_accounts",
                        "tenants.three.key (line 54): expected a variable written ${NAME}, found \"${THREE:-3}\"; correct it, or write $${ where a text has ${ in it",
                        "tenants.four (line 59): role is of account 999999999999 and the tenant of account 111122223333; correct one of them",
                        "tenants.five.account (line 69): expected an account of its own, found 111122223333, which is tenant one's too; correct one of them, or list the account in processing.shared_accounts",
                        "tenants.five.bucket (line 70): expected a place of its own, found s3://shared/a/c/, which lies in tenant two's or holds it; give one of them another bucket or prefix",
                        "tenants.six.role (line 73): expected the customer's role, found none, and \"strangers\" is not among processing.own_buckets; add role and external_id, or list the bucket there if it is the vendor's own",
                        "tenants.eight.external_id (line 91): expected an external id of its own, found tenant seven's; give each tenant one that no other has");
    }

    @Test
    void readsTenantsFromAFileBesideIt(@TempDir Path folder) throws Exception {
        // Given
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(
                file, LEAST.substring(0, LEAST.indexOf("tenants:")) + "tenants_file: t.yaml\n");
        Files.writeString(
                folder.resolve("t.yaml"),
                """
                acme:
                  key: 1
                  account: "111122223333"
                  bucket: acme-warehouse
                  region: us-east-1
                """);

        // When
        Shared config = read(Document.read(file, Map.of()));

        // Then
        assertThat(config.tenants().byKey("1").orElseThrow().bucket()).isEqualTo("acme-warehouse");
    }

    @Test
    void namesTheFileOfAMistakeInTheTenantsFile(@TempDir Path folder) throws Exception {
        // Given
        Path file = folder.resolve("sluice.yaml");
        Files.writeString(
                file, LEAST.substring(0, LEAST.indexOf("tenants:")) + "tenants_file: t.yaml\n");
        Files.writeString(
                folder.resolve("t.yaml"),
                """
                acme:
                  key: 1
                  account: "111122223333"
                  region: us-east-1
                """);

        // When
        ConfigException exception =
                catchThrowableOfType(
                        ConfigException.class, () -> read(Document.read(file, Map.of())));

        // Then
        assertThat(exception)
                .hasMessage(
                        file
                                + " has a mistake:\n  t.yaml: acme.bucket (line 1): expected a bucket's name, found nothing; add it");
    }

    @Test
    void saysThatThereIsNoSuchFile(@TempDir Path folder) {
        // When
        ConfigException exception =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> Document.read(folder.resolve("no.yaml"), Map.of()));

        // Then
        assertThat(exception)
                .hasMessage(
                        folder.resolve("no.yaml")
                                + " has a mistake:\n  there is no such file; name another one, or write it");
    }

    @Test
    void namesThePlaceWhereItIsNoYamlWithoutQuotingTheFile() {
        // When
        List<String> mistakes = mistakes("source:\n  password: \"hunter2\n");

        // Then
        assertThat(mistakes)
                .containsExactly(
                        "(line 3): this is no YAML: found unexpected end of stream (column 1)");
    }

    @Test
    void showsNoSecret() {
        // Given
        String yaml =
                LEAST.replace("secret", "hunter2")
                                .replace(
                                        "9092\"", "9092\", ssl.key.password: hunter2, x: [hunter2]")
                        + "    role: arn:aws:iam::111122223333:role/x\n    external_id: \"hunter 2\"\n";

        // When
        List<String> mistakes = mistakes(yaml);
        String good =
                read(
                                LEAST.replace("secret", "hunter2")
                                                .replace(
                                                        "9092\"",
                                                        "9092\", ssl.key.password: hunter2")
                                        + "    role: arn:aws:iam::111122223333:role/x\n    external_id: hunter2\n",
                                Map.of())
                        .toString();

        // Then
        assertThat(mistakes).hasSize(2).noneMatch(m -> m.contains("hunter"));
        assertThat(good).doesNotContain("hunter").contains("acme-warehouse", "kafka:9092");
    }

    @Test
    void excusesVariablesOfSectionsThatThisProcessDoesNotUse() {
        // Given
        Document document =
                Document.parse("f", LEAST.replace("secret", "${NONE}"), Map.of())
                        .excusing(Set.of("source"));
        var source = SourceConfig.from(document.root());
        var kafka = KafkaConfig.from(document.root());
        TenantsConfig.from(document.root());

        // When
        document.check();

        // Then
        assertThat(kafka.get().partitions()).isEqualTo(12);
        assertThat(catchThrowableOfType(WrongSettingException.class, source::get)).isNotNull();
    }

    @Test
    void refusesClientSettingsThatTheGuaranteesRestOn() {
        // When
        List<String> mistakes =
                mistakes(LEAST.replace("9092\"", "9092\", isolation.level: read_uncommitted"));

        // Then
        assertThat(mistakes)
                .containsExactly(
                        "kafka (line 7): client holds isolation.level, which Sluice itself sets; remove it");
    }
}
