package dev.sluice.publisher.sort;

/// A stable merge sort of ints by an order of the caller's, which takes the runs that are there
/// already: rows mostly come in the order of their keys, since a snapshot reads them so.
final class IndexSort {

    /// An order of ints.
    interface Order {
        int compare(int a, int b);
    }

    private IndexSort() {}

    /// Sorts the first `count`.
    ///
    /// @param spare as long as `items`; what it holds afterwards means nothing
    static void sort(int[] items, int[] spare, int count, Order order) {
        int[] from = items;
        int[] to = spare;
        boolean inItems = true;
        boolean sorted = false;
        while (!sorted) {
            sorted = mergePairsOfRuns(from, to, count, order);
            int[] swapped = from;
            from = to;
            to = swapped;
            inItems = !inItems;
        }
        if (!inItems) {
            System.arraycopy(spare, 0, items, 0, count);
        }
    }

    /// @return whether all is one run now
    private static boolean mergePairsOfRuns(int[] from, int[] to, int count, Order order) {
        int start = 0;
        while (start < count) {
            int middle = endOfRun(from, start, count, order);
            int end = middle == count ? count : endOfRun(from, middle, count, order);
            merge(from, to, start, middle, end, order);
            if (start == 0 && end == count) {
                return true;
            }
            start = end;
        }
        return count == 0;
    }

    private static int endOfRun(int[] items, int start, int count, Order order) {
        int end = start + 1;
        while (end < count && order.compare(items[end - 1], items[end]) <= 0) {
            end++;
        }
        return end;
    }

    private static void merge(int[] from, int[] to, int start, int middle, int end, Order order) {
        int left = start;
        int right = middle;
        for (int out = start; out < end; out++) {
            boolean takeLeft =
                    right == end || (left < middle && order.compare(from[left], from[right]) <= 0);
            to[out] = takeLeft ? from[left++] : from[right++];
        }
    }
}
