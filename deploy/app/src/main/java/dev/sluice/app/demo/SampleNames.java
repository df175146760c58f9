package dev.sluice.app.demo;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Names and texts of sample services, teams and check results.
final class SampleNames {

    private static final List<String> WHAT =
            List.of(
                    "Order",
                    "Invoice",
                    "Catalog",
                    "Search",
                    "Session",
                    "Payout",
                    "Shipping",
                    "Coupon",
                    "Profile",
                    "Audit",
                    "Export",
                    "Email",
                    "Pricing",
                    "Refund",
                    "Tax");
    private static final List<String> KIND =
            List.of(
                    "Service",
                    "API",
                    "Worker",
                    "Gateway",
                    "Indexer",
                    "Scheduler",
                    "Proxy",
                    "Processor");
    private static final List<String> LANGUAGES =
            List.of("Java", "Ruby", "Python", "Go", "Kotlin", "TypeScript");
    private static final List<String> PRODUCTS = List.of("Store", "Payment", "Logistics", "Core");
    private static final List<String> DUTIES =
            List.of(
                    "Supporting our product",
                    "Searching, finding, and \"not found\"",
                    "Keeping the lights on",
                    "Accounts, permissions and audits");
    private static final List<String> FAILURES =
            List.of(
                    "The service does not have a logs tool.",
                    "The service has no owner, or its owner has no contact.",
                    "No deploy in the last 30 days.",
                    "The repository has no file \"README.md\".");

    private final RandomGenerator random;

    SampleNames(RandomGenerator random) {
        this.random = random;
    }

    String service() {
        return one(WHAT) + " " + one(KIND);
    }

    String team() {
        return one(WHAT) + " Team";
    }

    String language() {
        return one(LANGUAGES);
    }

    String product() {
        return one(PRODUCTS);
    }

    String duty() {
        return one(DUTIES);
    }

    String failure() {
        return one(FAILURES);
    }

    static String alias(String name, int number) {
        return name.toLowerCase(Locale.ROOT).replace(' ', '_') + "_" + number;
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
