package ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Writes backups of a single branch's ledger when an operator asks for one. */
public final class BackupController {
    private static final Path FOLDER = Path.of("/srv/ledger/backups");
    private final Operators operators;

    public BackupController(Operators operators) {
        this.operators = operators;
    }

    public Response create(Request request) throws IOException, InterruptedException {
        if (!operators.isOperator(request.user())) {
            return Response.forbidden();
        }
        String branch = request.parameter("branch");
        if (branch == null || branch.isBlank()) {
            return Response.bad("a branch is needed");
        }
        Files.createDirectories(FOLDER);
        String target = FOLDER.resolve("backup-" + Instant.now().getEpochSecond() + ".sql.gz").toString();
        String command = "pg_dump --table=entries_" + branch + " ledger | gzip > " + target;
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            return Response.failed("the backup failed");
        }
        return Response.ok(target);
    }

    public List<String> list() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
