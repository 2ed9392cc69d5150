package ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Stores and checks the passwords of branch staff. */
public final class Passwords {
    private static final int MIN_LENGTH = 10;
    private final StaffTable staff;

    public Passwords(StaffTable staff) {
        this.staff = staff;
    }

    public void set(String user, String password) {
        if (password.length() < MIN_LENGTH) {
            throw new IllegalArgumentException("at least " + MIN_LENGTH + " characters");
        }
        staff.storeHash(user, hash(password));
    }

    public boolean check(String user, String password) {
        String stored = staff.hashOf(user);
        if (stored == null) {
            return false;
        }
        return MessageDigest.isEqual(
            stored.getBytes(StandardCharsets.US_ASCII), hash(password).getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException error) {
            throw new IllegalStateException(error);
        }
    }
}
