"""How often each signal speaks on harmful and on ordinary changes: `bench/signals.py DATA_FOLDER` prints a table and writes it down.

Harmful changes are fixes turned round; ordinary ones count forward and turned round apart. Malicious and benign files are changes that add
them. A weakness counts as found where a signal points within two lines of it. Only what got worse with a strength of 0.5 or more counts.
"""

import argparse
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from hunkwise.change import Change, ChangeRecord, FileRecord, WeaknessRecord, added_file, read_patch, read_records, reversed_change
from hunkwise.code import cut
from hunkwise.errors import HunkwiseError
from hunkwise.evidence import Evidence
from hunkwise.signals import Signals

LOUD = 0.5
NEAR = 2
GROUPS = ("fixes reversed", "fixes", "ordinary", "ordinary reversed", "malicious files", "benign files", "weaknesses")
RESULTS = Path(__file__).parent / "results"


class Tally:
    """Counts of firings by signal and group, and what they cost."""

    def __init__(self, signals: Signals, show: str) -> None:
        self.signals = signals
        self.show = show
        self.fired: dict[str, Counter[str]] = defaultdict(Counter)
        self.total: Counter[str] = Counter()
        self.any: Counter[str] = Counter()
        self.seconds: list[float] = []

    def loud(self, change: Change) -> list[Evidence]:
        """The evidence of a change that counts."""
        units = [unit for file in change.files for unit in cut(file)[0]]
        start = time.process_time()
        found = self.signals.look(units)
        self.seconds.append(time.process_time() - start)
        return [one for one in found if one.trend == "worse" and one.strength >= LOUD]

    def count(self, group: str, change: Change, found: Iterable[Evidence]) -> None:
        """Counts each signal once a change; stable ones together as well."""
        spoke = {one.source.removeprefix("signal:"): one for one in found}
        self.total[group] += 1
        for name, one in spoke.items():
            self.fired[name][group] += 1
            if name == self.show:
                print(f"{group}: {change.name} {one.path}:{one.lines[:3]} {one.strength:.2f} {one.facts}", file=sys.stderr)
        self.any[group] += any((signal := self.signals.get(name)) is not None and signal.maturity == "stable" for name in spoke)


def run(folder: Path, split: str, limit: int | None, show: str) -> Tally:
    """Reads the records of a split and counts."""
    tally = Tally(Signals.load(), show)
    for record in islice(read_records(folder / "changes" / f"{split}.jsonl.gz", ChangeRecord), limit):
        change = read_patch(record.diff, record.id)
        back = reversed_change(change)
        forward, backward = ("fixes", "fixes reversed") if record.kind == "fix" else ("ordinary", "ordinary reversed")
        tally.count(forward, change, tally.loud(change))
        tally.count(backward, back, tally.loud(back))
    for file in islice(read_records(folder / "files" / f"{split}.jsonl.gz", FileRecord), limit):
        change = Change(file.id, (added_file(file.path, file.code),))
        tally.count(f"{file.label} files", change, tally.loud(change))
    for weakness in islice(read_records(folder / "weaknesses" / f"{split}.jsonl.gz", WeaknessRecord), limit):
        change = Change(weakness.id, (added_file(weakness.path, weakness.code),))
        near = {line + step for line in weakness.lines for step in range(-NEAR, NEAR + 1)}
        tally.count("weaknesses", change, [one for one in tally.loud(change) if not near.isdisjoint(one.lines)])
    return tally


def ratio(harmful: int, of_harmful: int, ordinary: int, of_ordinary: int) -> float:
    """How many times as often a signal fires on harmful ones; half a firing is added to both, so that none divides by zero."""
    return ((harmful + 0.5) / (of_harmful + 1)) / ((ordinary + 0.5) / (of_ordinary + 1))


def table(tally: Tally, split: str) -> str:
    """The result as Markdown."""
    total = tally.total
    ordinary_all = total["ordinary"] + total["ordinary reversed"]
    millis = sorted(1000 * seconds for seconds in tally.seconds)
    lines = [
        "# How often each signal speaks",
        "",
        f"Split `{split}`, {len(tally.signals)} signals (`{tally.signals.digest}`): `python bench/signals.py DATA_FOLDER --split {split}`.",
        f"Median time of all: {statistics.median(millis):.2f} ms a change (95 of 100 under {millis[int(len(millis) * 0.95)]:.2f} ms), "
        "without cutting it into units.",
        "",
        "| signal | maturity | " + " | ".join(GROUPS) + " | times as often, changes | times as often, files |",
        "|---|---|" + "---|" * (len(GROUPS) + 2),
        "| of | | " + " | ".join(f"{total[group]:,}" for group in GROUPS) + " | | |",
        "| any stable | | " + " | ".join(str(tally.any[group]) for group in GROUPS) + " | | |",
    ]
    for signal in tally.signals:
        fired = tally.fired[signal.id]
        plain = fired["ordinary"] + fired["ordinary reversed"]
        changes = ratio(fired["fixes reversed"], total["fixes reversed"], plain, ordinary_all)
        files = ratio(fired["malicious files"], total["malicious files"], fired["benign files"], total["benign files"])
        counts = " | ".join(str(fired[group]) for group in GROUPS)
        lines.append(f"| `{signal.id}` | {signal.maturity} | {counts} | {changes:.1f} | {files:.1f} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Runs the bench; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a data folder with changes/, files/ and weaknesses/")
    parser.add_argument("--split", choices=("train", "dev"), default="train", help="choices are made on train; dev is for reporting")
    parser.add_argument("--limit", type=int, help="only so many records of each file, for a quick look")
    parser.add_argument("--show", default="", metavar="SIGNAL", help="print where one signal fires, to see why")
    given = parser.parse_args()
    try:
        text = table(run(given.folder, given.split, given.limit, given.show), given.split)
    except (HunkwiseError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(text)
    if given.limit is None and not given.show:
        RESULTS.mkdir(exist_ok=True)
        name = "signals.md" if given.split == "train" else f"signals-{given.split}.md"
        (RESULTS / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
