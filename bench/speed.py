"""How fast Hunkwise is and what it needs: `bench/speed.py [DATA_FOLDER] [--semgrep-rules DIR] [--tree DIR]` prints a table.

Without a data folder the changes are those of the examples; without a tree one is made of the examples and this project's own code,
repeated and varied. Every figure is the median of the runs. A whole measurement is kept in `bench/results/speed.json` and, as Markdown, in
`bench/results/speed.md`.
"""

import argparse
import json
import os
import platform
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from itertools import islice
from pathlib import Path

from hunkwise.change import Change, Records, Tree
from hunkwise.detector import Detector
from hunkwise.errors import HunkwiseError
from hunkwise.heads import load_model
from hunkwise.judge import Settings
from hunkwise.signals import Signals
from hunkwise.version import VERSION

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"
SUFFIXES = (".py", ".js", ".ts", ".go", ".java", ".c", ".php", ".rb", ".rs", ".cs", ".sol")
TOO_LONG = 1_800

BASE = '''"""Orders of a small shop."""

import sqlite3


def find(connection: sqlite3.Connection, customer: str) -> list[tuple[int, str]]:
    """All orders of a customer."""
    return connection.execute("SELECT id, state FROM orders WHERE customer = ?", (customer,)).fetchall()
'''
HEAD = BASE.replace(
    '"SELECT id, state FROM orders WHERE customer = ?", (customer,)', "f\"SELECT id, state FROM orders WHERE customer = '{customer}'\""
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number. `target` is empty where none was set; `met` says whether it is reached; `runs` are the single values."""

    name: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None
    runs: tuple[float, ...] = ()


def at_most(name: str, runs: Sequence[float], unit: str, limit: float) -> Figure:
    """A figure that must not be larger than `limit`."""
    value = statistics.median(runs)
    return Figure(name, value, unit, f"under {limit:,g}", value < limit, tuple(runs))


def timed(command: Sequence[str | Path], allowed: Sequence[int] = (0, 1)) -> float:
    """Seconds from the start of a command to its end. Raises RuntimeError where it fails."""
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TOO_LONG)
    seconds = time.perf_counter() - start
    if done.returncode not in allowed:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-300:]}")
    return seconds


def repeated(measure: Callable[[], float], runs: int) -> tuple[float, ...]:
    """The values of `runs` measurements after one that doesn't count."""
    measure()
    return tuple(measure() for _ in range(runs))


def beside(name: str) -> Path | None:
    """A program of this environment or of the machine."""
    here = Path(sys.executable).with_name(name)
    found = str(here) if here.exists() else shutil.which(name)
    return Path(found) if found else None


def hunkwise() -> Path:
    """The installed command. Raises RuntimeError where there is none."""
    found = beside("hunkwise")
    if found is None:
        raise RuntimeError("the command hunkwise isn't installed in this environment")
    return found


def small_repository(folder: Path) -> Path:
    """A repository whose branch `pr` changes one file of `main`."""
    repo = folder / "repository"
    repo.mkdir()

    def git(*words: str) -> None:
        who = (
            "-c",
            "user.name=bench",
            "-c",
            "user.email=bench@example.org",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.hooksPath=/dev/null",
        )
        subprocess.run(["git", "-C", repo, *who, *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    (repo / "orders.py").write_text(BASE, encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "base")
    git("checkout", "-q", "-b", "pr")
    (repo / "orders.py").write_text(HEAD, encoding="utf-8")
    git("commit", "-q", "-a", "-m", "change")
    return repo


def cold(repo: Path, runs: int) -> Iterator[Figure]:
    """What a newcomer waits for: help, and the scan of a one-file change, each in a process of its own."""
    yield at_most("`hunkwise --help`", repeated(lambda: timed([hunkwise(), "--help"]), runs), "s", 0.3)
    scan: list[str | Path] = [hunkwise(), "scan", repo, "--base", "main", "--head", "pr"]
    yield at_most("`hunkwise scan`, one file, cold", repeated(lambda: timed(scan), runs), "s", 1.5)


def others(repo: Path, rules: Path | None, ours: float, runs: int) -> Iterator[Figure | str]:
    """Other scanners on the file of the same change; a text says why one is left out."""
    file = repo / "orders.py"
    bandit = beside("bandit")
    if bandit is None:
        yield "Bandit isn't installed: it comes with the extra `dev`"
    else:
        seconds = repeated(lambda: timed([bandit, "-q", file]), runs)
        yield Figure("Bandit, the same file, cold", statistics.median(seconds), "s", runs=seconds)
        yield Figure("Bandit / Hunkwise", statistics.median(seconds) / ours, "times")
    semgrep = beside("semgrep")
    if rules is None:
        yield "Semgrep CE: no folder of rules was given (--semgrep-rules DIR)"
    elif semgrep is None:
        yield "Semgrep CE isn't installed"
    else:
        command: list[str | Path] = [semgrep, "scan", "--quiet", "--metrics=off", "--disable-version-check", "--config", rules, file]
        seconds = repeated(lambda: timed(command), runs)
        yield Figure("Semgrep CE, the same file, cold", statistics.median(seconds), "s", runs=seconds)
        yield Figure("Semgrep CE / Hunkwise", statistics.median(seconds) / ours, "times")


def in_process(detector: Detector, changes: Sequence[Change], settings: Settings, runs: int) -> Iterator[Figure]:
    """Reports on changes with a loaded model: the middle one, and the one that 95 of 100 don't exceed."""
    middle, slow = [], []
    for _ in range(runs):
        millis = []
        for change in changes:
            start = time.perf_counter()
            detector.report(change, settings)
            millis.append(1000 * (time.perf_counter() - start))
        millis.sort()
        middle.append(statistics.median(millis))
        slow.append(millis[min(int(0.95 * len(millis)), len(millis) - 1)])
    yield at_most(f"a change in process, p50 of {len(changes):,}", middle, "ms", 40)
    yield at_most(f"a change in process, p95 of {len(changes):,}", slow, "ms", 250)


def varied(folder: Path, lines: int) -> int:
    """Fills `folder` with at least `lines` lines of code, each copy with names of its own. Returns how many there are.

    Most code of a real tree is ordinary, like our own, while the examples are written to be found: so they are only a part.
    """
    parts = ("examples/demo/base", "examples/demo/pr", "examples/findings/sources", "src", "tests", "tools", "bench")
    sources = [path for part in parts for path in sorted((ROOT / part).rglob("*"))]
    texts = [(path, path.read_text(encoding="utf-8")) for path in sources if path.suffix in SUFFIXES and path.is_file()]
    written = copy = 0
    while written < lines:
        copy += 1
        for number, (path, text) in enumerate(texts):
            mark = f"_{copy}"
            named = re.sub(r"\b(def|function|func|class|contract|struct|interface)(\s+)([A-Za-z_]\w*)", rf"\1\2\3{mark}", text)
            place = folder / f"part{copy:05}" / f"{path.stem}_{number}{path.suffix}"
            place.parent.mkdir(exist_ok=True)
            place.write_text(re.sub(r"\b([a-z]{3,})_([a-z]{3,})\b", rf"\1_\2{mark}", named), encoding="utf-8")
            written += text.count("\n")
            if written >= lines:
                break
    return written


def memory_of(process: int) -> int:
    """Bytes that a process and its children hold, shared ones counted for each; 0 where the system doesn't tell."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        parents.setdefault(parent, []).append(int(stat.parent.name))
    total, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        waiting += parents.get(one, [])
        try:
            total += int(Path(f"/proc/{one}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total


def tree_scan(folder: Path) -> tuple[float, int, float]:
    """(seconds, most bytes held, seconds of all processors) of a scan of a whole tree. Raises RuntimeError where it fails."""
    with tempfile.TemporaryDirectory() as scratch:
        command: list[str | Path] = [hunkwise(), "scan", "--tree", folder, "--fail-on", "never", "--output", Path(scratch) / "report.json"]
        start, used = time.perf_counter(), processors()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            most = 0
            while process.poll() is None:
                most = max(most, memory_of(process.pid))
                time.sleep(0.1)
        seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"the scan of {folder} ended with {process.returncode}")
    return seconds, most, processors() - used


def processors() -> float:
    """Seconds that all processors spent on the programs that were started and have ended: what a busy machine hardly changes."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def whole_tree(tree: Path | None, lines: int, runs: int, scratch: Path) -> Iterator[Figure]:
    """Lines a second over a whole tree on all cores and the memory held, beside that of a tree of a tenth of the size."""
    if tree is None:
        tree = scratch / "tree"
        tree.mkdir()
        varied(tree, lines)
        tenth = scratch / "tenth"
        tenth.mkdir()
        count = varied(tenth, lines // 10)
        yield Figure(f"memory, a tree of {count:,} lines", tree_scan(tenth)[1] / 1e6, "MB")
    count = sum(len(hunk.lines) for change in Tree(tree).changes() for file in change.files for hunk in file.hunks)
    measured = [tree_scan(tree) for _ in range(runs)]
    rates = tuple(count / seconds for seconds, _, _ in measured)
    rate = statistics.median(rates)
    yield Figure(f"a tree of {count:,} lines", rate, "lines/s", "25,000 or more", rate >= 25_000, rates)
    spent = tuple(1e6 * used / count for _, _, used in measured)
    yield Figure("processor time of a line of it", statistics.median(spent), "µs", runs=spent)
    yield at_most(f"memory, a tree of {count:,} lines", [most / 1e6 for _, most, _ in measured], "MB", 1_000)


def machine(detector: Detector, load: str) -> dict[str, str]:
    """What was measured, and on what; `load` is how busy the machine was at the start, which should be next to nothing."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists() and (found := re.search(r"^model name\s*:\s*(.+)$", info.read_text(encoding="utf-8"), re.M)):
        cpu = found[1]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    told = {
        "machine": f"{cpu}, {cores} cores",
        "python": platform.python_version(),
        "hunkwise": VERSION,
        "model": detector.model.version,
        "signals": detector.signals.digest,
        "day": datetime.now(UTC).date().isoformat(),
        "load": load,
    }
    for name in ("bandit", "semgrep"):
        try:
            told[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return told


def shown(figure: Figure) -> str:
    """The value with as many digits as it deserves."""
    digits = 0 if figure.value >= 100 else 1 if figure.value >= 10 else 2
    return f"{figure.value:,.{digits}f} {figure.unit}"


def verdict(figure: Figure) -> str:
    """Whether a target is met, in a word."""
    return "" if figure.met is None else "yes" if figure.met else "no"


def plain(figures: Sequence[Figure], notes: Sequence[str], about: dict[str, str]) -> str:
    """The result for a terminal of 80 columns."""
    lines = [f"{name + ':':<10}{value}"[:80] for name, value in about.items()]
    lines += ["", f"{'':<42}{'median':>16}  {'target':<14} met"]
    lines += [f"{one.name.replace('`', ''):<42.42}{shown(one):>16}  {one.target:<14} {verdict(one)}" for one in figures]
    return "\n".join([*lines, *(f"left out: {note}"[:80] for note in notes)])


def markdown(figures: Sequence[Figure], notes: Sequence[str], about: dict[str, str], runs: int) -> str:
    """The result between markers, for a document that shows it."""
    told = ", ".join(f"{name} {value}" for name, value in about.items() if name != "machine")
    rows = [f"| {one.name} | {shown(one)} | {one.target or '-'} | {verdict(one) or '-'} |" for one in figures]
    left_out = ["", *(f"Left out: {note}." for note in notes)] if notes else []
    head = [
        BEGIN,
        f"Median of {runs} runs on {about['machine']} ({told}).",
        "",
        "| measured | median | target | met |",
        "|---|--:|---|---|",
    ]
    return "\n".join([*head, *rows, *left_out, END]) + "\n"


def measured(given: argparse.Namespace, detector: Detector, scratch: Path) -> tuple[list[Figure], list[str]]:
    """All figures, and what was left out and why."""
    figures: list[Figure] = []
    notes: list[str] = []
    repo = small_repository(scratch)
    figures += cold(repo, given.runs)
    for found in others(repo, given.semgrep_rules, figures[-1].value, given.runs):
        notes.append(found) if isinstance(found, str) else figures.append(found)
    if given.folder is not None:
        source = Records(given.folder / "changes" / "dev.jsonl.gz").changes()
    else:
        source = Tree(ROOT / "examples" / "demo").changes()
    figures += in_process(detector, list(islice(source, given.limit)), Settings(), given.runs)
    figures += whole_tree(given.tree, given.lines, given.runs, scratch)
    return figures, notes


def main() -> int:
    """Runs the bench; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="a data folder with changes/dev.jsonl.gz")
    parser.add_argument("--semgrep-rules", type=Path, metavar="DIR", help="compare with Semgrep CE and these rules")
    parser.add_argument("--tree", type=Path, metavar="DIR", help="measure on this tree instead of one made of the examples")
    parser.add_argument("--lines", type=int, default=1_000_000, help="lines of the tree that is made")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--limit", type=int, help="only so many changes, for a quick look that isn't kept")
    given = parser.parse_args()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    try:
        detector = Detector(load_model(), Signals.load())
        with tempfile.TemporaryDirectory() as scratch:
            figures, notes = measured(given, detector, Path(scratch))
    except (HunkwiseError, OSError, RuntimeError, subprocess.SubprocessError) as error:
        print(error, file=sys.stderr)
        return 2
    about = machine(detector, load)
    print(plain(figures, notes, about))
    if given.limit is None:
        RESULTS.mkdir(exist_ok=True)
        result = {"about": about, "runs": given.runs, "figures": [asdict(one) for one in figures], "left_out": notes}
        (RESULTS / "speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "speed.md").write_text(markdown(figures, notes, about, given.runs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
