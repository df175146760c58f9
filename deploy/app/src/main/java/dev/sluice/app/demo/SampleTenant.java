package dev.sluice.app.demo;

import java.util.List;

/// A sample account that is a tenant.
///
/// @param id in the configuration
/// @param account the value of `account_id`
/// @param awsAccount the bucket's owner
/// @param bucket where its pushes go
/// @param teams how many teams it begins with
/// @param services how many services it begins with
record SampleTenant(
        String id, int account, String awsAccount, String bucket, int teams, int services) {

    static final List<SampleTenant> ALL =
            List.of(
                    new SampleTenant("acme", 1, "111122223333", "acme-warehouse", 6, 150),
                    new SampleTenant("globex", 2, "222233334444", "globex-lake", 4, 80),
                    new SampleTenant("initech", 3, "333344445555", "initech-exports", 3, 30));
}
