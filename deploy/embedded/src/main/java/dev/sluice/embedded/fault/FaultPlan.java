package dev.sluice.embedded.fault;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Says of each request what becomes of it. Called by many threads at once.
public interface FaultPlan {

    /// What becomes of a request.
    HttpFault next(HttpRequest request);

    /// Nothing goes wrong.
    static FaultPlan none() {
        return _ -> HttpFault.NONE;
    }

    /// Every request meets the fault.
    static FaultPlan always(HttpFault fault) {
        return _ -> fault;
    }

    /// Faults from a seed. The same seed gives the same faults in the same order; which request
    /// meets which depends on the order in which they come.
    ///
    /// @param rate how many of the requests meet one, from 0 to 1
    /// @param faults from which one is drawn
    static FaultPlan seeded(long seed, double rate, Set<HttpFault> faults) {
        // One that may be used by many threads; in the order of the enum, so that the seed decides.
        RandomGenerator random = new Random(seed);
        List<HttpFault> choice = faults.stream().sorted().toList();
        return _ -> {
            synchronized (random) {
                return random.nextDouble() < rate
                        ? choice.get(random.nextInt(choice.size()))
                        : HttpFault.NONE;
            }
        };
    }

    /// This plan for the requests to one bucket, addressed in the path, and another for the rest.
    default FaultPlan forBucket(String bucket, FaultPlan rest) {
        return request -> request.isFor(bucket) ? this.next(request) : rest.next(request);
    }
}
