package ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Reads the lines of an account's statement. */
public final class StatementDao {
    private final DataSource source;

    public StatementDao(DataSource source) {
        this.source = source;
    }

    public List<Entry> between(long account, LocalDate from, LocalDate until) throws SQLException {
        String sql = "SELECT id, day, text, amount FROM entries WHERE account = ? AND day BETWEEN ? AND ? ORDER BY id";
        try (Connection connection = source.getConnection(); PreparedStatement query = connection.prepareStatement(sql)) {
            query.setLong(1, account);
            query.setObject(2, from);
            query.setObject(3, until);
            return read(query.executeQuery());
        }
    }

    public List<Entry> matching(long account, String text, String order) throws SQLException {
        String sql = "SELECT id, day, text, amount FROM entries WHERE account = " + account
            + " AND text LIKE '%" + text.replace("'", "''") + "%' ORDER BY " + order;
        try (Connection connection = source.getConnection(); Statement query = connection.createStatement()) {
            return read(query.executeQuery(sql));
        }
    }

    private static List<Entry> read(ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        while (rows.next()) {
            entries.add(new Entry(
                rows.getLong("id"), rows.getObject("day", LocalDate.class), rows.getString("text"), rows.getLong("amount")));
        }
        return entries;
    }

    /** A line of a statement; the amount is in cents. */
    public record Entry(long id, LocalDate day, String text, long amount) { }
}
