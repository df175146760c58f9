package dev.sluice.publisher.file;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.record.PushType;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Where the objects of a push lie.
public final class PushPath {

    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd/HH:mm:ss", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private PushPath() {}

    /// A table's file: `v1/full/services/2020-07-14/22:00:00/services.csv.gz`, after the tenant's
    /// prefix.
    public static String table(PushType type, Cut cut, String table) {
        return "v1/%s/%s/%s/%s.csv.gz".formatted(PushKey.text(type), table, time(cut), table);
    }

    /// The manifest: `v1/full/_manifest/2020-07-14/22:00:00/manifest.json`, after the tenant's
    /// prefix.
    public static String manifest(PushType type, Cut cut) {
        return "v1/%s/_manifest/%s/manifest.json".formatted(PushKey.text(type), time(cut));
    }

    /// What comes before a path in the processing bucket: the customer's account, so that a bucket
    /// policy can keep each account to its own, and the tenant.
    public static String stagingPrefix(TenantConfig tenant) {
        return tenant.account() + "/" + tenant.id() + "/";
    }

    private static String time(Cut cut) {
        return DATE_AND_TIME.format(cut.instant());
    }
}
