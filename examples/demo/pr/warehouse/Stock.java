package shop.warehouse;

import java.util.HashMap;
import java.util.Map;

/** How many pieces of each article are left. */
public final class Stock {
    private final Map<String, Integer> pieces = new HashMap<>();

    public synchronized void add(String sku, int count) {
        requirePositive(count);
        pieces.merge(sku, count, Integer::sum);
    }

    public synchronized boolean take(String sku, int count) {
        requirePositive(count);
        int left = left(sku);
        if (left < count) {
            return false;
        }
        pieces.put(sku, left - count);
        return true;
    }

    public synchronized int left(String sku) {
        return pieces.getOrDefault(sku, 0);
    }

    private static void requirePositive(int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("count must be positive");
        }
    }
}
