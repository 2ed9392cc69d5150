package ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Moves money between accounts that are held in memory during the day. */
public final class TransferService {
    private final Map<Long, Long> balances = new ConcurrentHashMap<>();
    private final Journal journal;

    public TransferService(Journal journal) {
        this.journal = journal;
    }

    public void open(long account, long balance) {
        if (balance < 0) {
            throw new IllegalArgumentException("an account can't begin below zero");
        }
        if (balances.putIfAbsent(account, balance) != null) {
            throw new IllegalStateException("account " + account + " is open already");
        }
    }

    public long balance(long account) {
        Long balance = balances.get(account);
        if (balance == null) {
            throw new IllegalArgumentException("there is no account " + account);
        }
        return balance;
    }

    public void transfer(long from, long to, long amount) {
        long available = balance(from);
        long receiving = balance(to);
        if (from == to) {
            throw new IllegalArgumentException("an account can't pay itself");
        }
        if (available < amount) {
            throw new IllegalStateException("account " + from + " has not enough");
        }
        balances.put(from, available - amount);
        balances.put(to, receiving + amount);
        journal.write(from, to, amount);
    }
}
