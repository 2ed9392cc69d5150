package shop.warehouse;

import java.util.HashMap;
import java.util.Map;

/** How many pieces of each article are left. */
public final class Stock {
    private final Map<String, Integer> pieces = new HashMap<>();

    public synchronized void add(String sku, int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("count must be positive");
        }
        Integer old = pieces.get(sku);
        if (old == null) {
            pieces.put(sku, count);
        } else {
            pieces.put(sku, old + count);
        }
    }

    public synchronized boolean take(String sku, int count) {
        if (count <= 0) {
            throw new IllegalArgumentException("count must be positive");
        }
        Integer old = pieces.get(sku);
        if (old == null || old < count) {
            return false;
        }
        pieces.put(sku, old - count);
        return true;
    }

    public synchronized int left(String sku) {
        Integer old = pieces.get(sku);
        return old == null ? 0 : old;
    }
}
