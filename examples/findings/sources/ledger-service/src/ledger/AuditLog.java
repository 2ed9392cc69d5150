package ledger;

import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.util.Objects;

/** Appends who did what, one line each; what users typed can't begin a new line. */
public final class AuditLog implements AutoCloseable {
    private static final int MAX_DETAIL = 500;
    private final Writer out;
    private final Clock clock;

    public AuditLog(Writer out, Clock clock) {
        this.out = Objects.requireNonNull(out);
        this.clock = Objects.requireNonNull(clock);
    }

    public synchronized void record(String user, String action, String detail) throws IOException {
        out.write(clock.instant().toString());
        out.write('\t');
        out.write(clean(user));
        out.write('\t');
        out.write(clean(action));
        out.write('\t');
        out.write(clean(detail));
        out.write('\n');
        out.flush();
    }

    static String clean(String text) {
        String cut = text.length() > MAX_DETAIL ? text.substring(0, MAX_DETAIL) : text;
        StringBuilder clean = new StringBuilder(cut.length());
        cut.codePoints().forEach(point -> clean.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return clean.toString();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
