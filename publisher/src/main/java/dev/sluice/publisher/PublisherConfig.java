package dev.sluice.publisher;

import dev.sluice.config.KafkaConfig;
import dev.sluice.config.ScheduleConfig;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import dev.sluice.config.TablesConfig;
import dev.sluice.config.TenantsConfig;
import dev.sluice.publisher.s3.AwsConfig;
import dev.sluice.publisher.s3.S3ObjectStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// What a publisher is told.
///
/// @param kafka the broker and the topics
/// @param schedule which cuts give full pushes
/// @param tables the tables that are published, and their layouts
/// @param tenants who receives pushes
/// @param processing where pushes are staged
/// @param aws how S3 is reached
/// @param limits what it may use, and how it tries again
/// @param state the folder in which scratch files are made
public record PublisherConfig(
        KafkaConfig kafka,
        ScheduleConfig schedule,
        TablesConfig tables,
        TenantsConfig tenants,
        ProcessingConfig processing,
        AwsConfig aws,
        LimitsConfig limits,
        Path state) {

    /// The ARN of the user or role as which the publisher acts, which customers' trust policies
    /// name: `aws.principal`, else the user `sluice` of `processing.account`; nothing if the
    /// configuration has neither.
    public Optional<String> principal() {
        return aws.principal()
                .or(() ->
                        processing
                                .account()
                                .map(account -> "arn:aws:iam::" + account + ":user/sluice"));
    }

    /// The buckets, as this configuration reaches them; the caller closes them.
    ///
    /// @param clock tells when sessions of roles are to be renewed
    public S3ObjectStore store(Clock clock) {
        return new S3ObjectStore(aws, processing.region(), limits.copyPart(), clock);
    }

    /// Reads it from a configuration file.
    public static Setting<PublisherConfig> from(Section root) {
        var kafka = KafkaConfig.from(root);
        var schedule = ScheduleConfig.from(root);
        var tables = TablesConfig.from(root);
        var tenants = TenantsConfig.from(root);
        var processing = ProcessingConfig.from(root);
        var aws = AwsConfig.from(root);
        var limits = LimitsConfig.from(root);
        var state = root.text("state").or("/var/lib/sluice");
        return root.build(() ->
                new PublisherConfig(
                        kafka.get(),
                        schedule.get(),
                        tables.get(),
                        tenants.get(),
                        processing.get(),
                        aws.get(),
                        limits.get(),
                        Path.of(state.get())));
    }
}
