"""What the server bears: `bench/load.py [DATA_FOLDER]` sends bursts of pull requests to it and writes `bench/results/load.md`.

A GitHub and a git server on loopback (those of the tests, in a process of their own) hold the repositories; `hunkwise serve` and workers
run as they would in earnest, on two cores. Measured: how soon a webhook is answered, how soon the verdict stands on the pull request, how
fast the queue drains, how memory moves, and that each head has exactly one verdict. Without a data folder the changes are made up.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results" / "load.md"
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from load_github import Change, Event, GitHub, made_up, real  # noqa: E402
from rig.hooks import post  # noqa: E402
from rig.packages import Unavailable  # noqa: E402
from rig.postgres import Postgres  # noqa: E402

CORES = 2
QUIET = 90
"""Seconds without a new verdict after which a run is over."""


@dataclass
class Run:
    """One measured run. Times in seconds, memory in MiB (shared pages counted once) by the second; `work`: processor, web and workers."""

    database: str
    workers: int
    answers: list[float] = field(default_factory=list)
    verdicts: list[float] = field(default_factory=list)
    refused: int = 0
    events: int = 0
    doubled: int = 0
    seconds: float = 0.0
    memory: list[float] = field(default_factory=list)
    work: tuple[float, float] = (0.0, 0.0)

    @property
    def lost(self) -> int:
        """Events that no verdict came of."""
        return self.events - len(self.verdicts)


class Processes:
    """The server's processes: one that takes webhooks and `workers` that do the jobs. A context manager."""

    def __init__(self, folder: Path, github: GitHub, database: str, workers: int) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._folder = folder
        keys = folder / "github-app.json"
        keys.touch(mode=0o600)
        keys.write_text(json.dumps(github.keys))
        common = ["--database", database, "--credentials", str(keys)]
        self._commands = [["serve", *common, "--data", str(folder / "web"), "--no-worker", "--port", str(self.port)]]
        self._commands += [["worker", *common, "--data", str(folder / f"worker-{at}"), "--judges", "1"] for at in range(workers)]
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Processes":
        self._start(self._commands[0])
        end = time.monotonic() + 120
        while not self._ready():
            if time.monotonic() > end or self._running[0].poll() is not None:
                raise SystemExit(f"the server didn't start:\n{(self._folder / '0.log').read_text()[-2000:]}")
            time.sleep(0.1)
        for command in self._commands[1:]:
            self._start(command)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()

    def memory(self) -> float:
        """MiB of all processes and their children now."""
        return sum(_share(pid) for process in self._running for pid in _family(process.pid)) / 1024

    def work(self) -> tuple[float, float]:
        """Processor seconds so far: of the web process, and of the workers with all that they started."""
        spent = [sum(_spent(pid) for pid in _family(process.pid)) for process in self._running]
        return spent[0], sum(spent[1:])

    def _start(self, words: list[str]) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("HUNKWISE_", "GIT_"))}
        with (self._folder / f"{len(self._running)}.log").open("wb") as log:
            command = [sys.executable, "-m", "hunkwise", *words]
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder, env=environment)
        os.sched_setaffinity(process.pid, set(sorted(os.sched_getaffinity(0))[:CORES]))
        self._running.append(process)

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def measure(run: Run, processes: Processes, github: GitHub, events: Sequence[Event], rate: int, even: bool) -> None:
    """Sends all events, `rate` a second, at once or evenly, and waits until each has its verdict or nothing moves any more."""
    url = f"http://127.0.0.1:{processes.port}/webhook"
    before = processes.work()
    github.deliver_to(url)
    sent: dict[str, float] = {}
    over = threading.Event()

    def send(event: Event) -> None:
        raw, headers = github.signed(event)
        sent[event.head] = started = time.time()
        try:
            status, _ = post(url, raw, headers, 30)
        except OSError:
            status = 0
        run.answers.append(time.time() - started)
        run.refused += status != 202

    def watch() -> None:
        while not over.wait(1):
            run.memory.append(processes.memory())

    watching = threading.Thread(target=watch)
    watching.start()
    begun = time.monotonic()
    with ThreadPoolExecutor(rate) as pool:
        for at, event in enumerate(events):
            due = at / rate if even else at // rate
            time.sleep(max(begun + due - time.monotonic(), 0))
            pool.submit(send, event)
    ends: dict[str, tuple[float, int]] = {}
    moved = time.monotonic()
    while len(ends) < len(events) and time.monotonic() - moved < QUIET:
        time.sleep(1)
        now = github.ends()
        moved = time.monotonic() if len(now) > len(ends) else moved
        ends = now
    over.set()
    watching.join()
    after = processes.work()
    run.work = (after[0] - before[0], after[1] - before[1])
    run.events = len(events)
    run.verdicts = [ends[head][0] - at for head, at in sent.items() if head in ends]
    run.doubled = sum(count > 1 for _, count in ends.values())
    run.seconds = max((at for at, _ in ends.values()), default=0.0) - min(sent.values(), default=0.0)


@contextmanager
def database_at(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database. Raises Unavailable where there is no Postgres."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'hunkwise.sqlite'}"
        return
    with Postgres() as server:
        yield server.database("postgresql")


def one(kind: str, workers: int, changes: Sequence[Change], wanted: argparse.Namespace) -> Run:
    """A run from an empty database, with a GitHub of its own. Raises Unavailable."""
    run = Run(kind, workers)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hunkwise-load-")))
        database = stack.enter_context(database_at(kind, folder))
        github = stack.enter_context(GitHub(folder / "github", changes, wanted.repositories, wanted.events))
        processes = stack.enter_context(Processes(folder, github, database, workers))
        measure(run, processes, github, github.events, wanted.rate, wanted.even)
        if wanted.logs:
            wanted.logs.mkdir(parents=True, exist_ok=True)
            for log in folder.glob("*.log"):
                shutil.copy(log, wanted.logs / f"{kind}-{workers}-{log.name}")
    return run


def quantiles(values: Sequence[float], scale: float, digits: int) -> str:
    """The 50th, 95th and 99th percentile, as text."""
    if len(values) < 2:
        return "-"
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    return " / ".join(f"{cuts[at - 1] * scale:,.{digits}f}" for at in (50, 95, 99))


def table(runs: Sequence[Run]) -> str:
    """The runs as Markdown."""
    lines = [
        "| database | workers | answer, ms (p50 / p95 / p99) | verdict, s (p50 / p95 / p99) | drained, a minute "
        "| processor, ms an event (web / workers) | memory, MiB (start / middle / end / most) | refused | lost | doubled |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for run in runs:
        marks = [run.memory[at * (len(run.memory) - 1) // 2] for at in range(3)] + [max(run.memory)] if run.memory else []
        cells = [
            run.database,
            str(run.workers),
            quantiles(run.answers, 1000, 1),
            quantiles(run.verdicts, 1, 1),
            f"{len(run.verdicts) / run.seconds * 60:,.0f}" if run.seconds > 0 else "-",
            " / ".join(f"{spent / max(run.events, 1) * 1000:,.0f}" for spent in run.work),
            " / ".join(f"{mark:,.0f}" for mark in marks),
            *(str(count) for count in (run.refused, run.lost, run.doubled)),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def report(runs: Sequence[Run], wanted: argparse.Namespace, load: float) -> str:
    """The whole document."""
    kind = "changes of open-source projects" if wanted.data else "made-up changes"
    return f"""# Load

Written by `bench/load.py` on {datetime.now(UTC):%Y-%m-%d}: {wanted.events:,} pull requests ({kind}) on {wanted.repositories} repositories,
sent {wanted.rate} a second, {"evenly" if wanted.even else "in one burst each"}. Server and workers on {CORES} cores
of {platform.machine()} with Python {platform.python_version()}; the GitHub and the git server that they talk to run on the same machine
({os.cpu_count()} cores) and take their share. Load average before the runs: {load:.1f}; with more than {os.cpu_count()}, other work slowed
everything down and every time is an upper bound.

"Answer" is from opening a connection to the status line of a webhook's 202. "Verdict" is from sending the webhook until the check run is
completed; with a burst it is mostly waiting in the queue. "Drained" is verdicts by the time from the first webhook to the last verdict.
"Processor" is what an event costs, whatever else the machine does; GitHub sends a handful of webhooks an event, as our check runs and
comments are events too. Memory is that of web process, workers and judges together, with shared pages counted once. Each run begins with
an empty database, no clones and no cached verdicts. "Doubled" counts heads with more than one check run.

{table(runs)}
"""


def main() -> int:
    """0 when nothing was lost or doubled in any run, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="a folder of change records (JSON lines, plain or gzip)")
    parser.add_argument("--repositories", type=int, default=300)
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--rate", type=int, default=50, help="events of a burst, a burst a second")
    parser.add_argument("--even", action="store_true", help="spread a second's events over it, instead of one burst")
    parser.add_argument("--workers", default="1,2,4", help="numbers of workers to try")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--logs", type=Path, help="keep the server's logs in this folder")
    wanted = parser.parse_args()
    # So that whoever ends this process ends the server, the workers and the database with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    changes = list(islice(cycle(real(wanted.data) if wanted.data else made_up()), wanted.events))
    load, runs = os.getloadavg()[0], []
    for kind in wanted.databases.split(","):
        for workers in map(int, wanted.workers.split(",")):
            try:
                runs.append(one(kind, workers, changes, wanted))
            except Unavailable as error:
                print(f"{kind}: left out, {error}")
                break
            print(table(runs[-1:]), flush=True)
    wanted.output.write_text(report(runs, wanted, load), encoding="utf-8")
    print(f"written: {wanted.output}")
    return int(any(run.lost or run.doubled for run in runs))


def _family(root: int) -> set[int]:
    """A process and all that it has started."""
    parents = {int(path.name): _fields(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdigit()}
    ours = {root}
    while more := {pid for pid, fields in parents.items() if fields and int(fields[1]) in ours} - ours:
        ours |= more
    return ours


def _spent(pid: int) -> float:
    """Processor seconds of a process and of those that it has started and seen end."""
    fields = _fields(pid)
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _fields(pid: int) -> list[str]:
    """What the system says of a process, from its state on; nothing where it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _share(pid: int) -> int:
    """KiB of a process, each shared page by its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    sys.exit(main())
