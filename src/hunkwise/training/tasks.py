"""The benchmark tasks: records into unlabelled items. Every choice hangs on ids alone: whoever follows the definition gets the same items.

    changes        `<id>#forward` and `<id>#reversed` for every record
    introductions  `<id>`: the change as it was written
    files          `<id>`: a change that adds the file
    grafts         `<id>#host`: an ordinary change; `<id>#graft`: one with the dense part of a malicious file pasted in
    bundles        `<id>#with`: a reversed fix among four ordinary changes of its project; `<id>#without`: five ordinary ones
    locate         `<id>`: a change that adds a file of a findings dataset

A choice for the words `w1, w2, ...` is drawn from `random.Random(SHA-256 of the words joined by NUL)`.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final, Literal

from msgspec import Struct

from hunkwise.change import Change, ChangeRecord, FileRecord, Skipped, added_file, read_patch, reversed_change
from hunkwise.findings import Dataset, KnownFinding

Task = Literal["changes", "introductions", "files", "grafts", "bundles", "locate"]
TASKS: Final[tuple[Task, ...]] = ("changes", "introductions", "files", "grafts", "bundles", "locate")

FORWARD, REVERSED, HOST, GRAFT, WITH, WITHOUT = "#forward", "#reversed", "#host", "#graft", "#with", "#without"
"""How the names of items end."""

BUNDLE: Final = 5
"""Changes of a bundle."""
DENSE: Final = 30
"""Most lines of a graft; each is cut at `WIDTH` characters."""
WIDTH: Final = 1500


class TaskItem(Struct, frozen=True):
    """A change to rate, under the name that a prediction answers to."""

    id: str
    change: Change


class Bundle(Struct, frozen=True):
    """A bundle, and the paths of its harmful part (none in a harmless bundle). `fix` is the id of the fix that it was made for."""

    item: TaskItem
    fix: str
    harmful: frozenset[str]


class Location(Struct, frozen=True):
    """An audited file, the line ranges (from 1, both ends included) that its findings name, and how many lines it has."""

    item: TaskItem
    repository: str
    truth: tuple[tuple[int, int], ...]
    lines: int


def chooser(*words: str) -> random.Random:
    """The source of the choice that `words` name."""
    return random.Random(sha256("\0".join(words).encode()).digest())  # noqa: S311 - reproducible on purpose, guards nothing


def change_items(records: Iterable[ChangeRecord]) -> Iterator[TaskItem]:
    """Every change as it happened and undone. Raises PatchError, as all that reads a record's diff."""
    for record in records:
        change = read_patch(record.diff, record.id)
        yield TaskItem(record.id + FORWARD, change)
        yield TaskItem(record.id + REVERSED, reversed_change(change))


def introduction_items(records: Iterable[ChangeRecord]) -> Iterator[TaskItem]:
    """Every change as it was written."""
    return (TaskItem(record.id, read_patch(record.diff, record.id)) for record in records)


def file_items(records: Iterable[FileRecord]) -> Iterator[TaskItem]:
    """For every file a change that adds it."""
    return (TaskItem(record.id, _added(record.id, record.path, record.code)) for record in records)


def _added(name: str, path: str, code: str) -> Change:
    """A change that adds a file, just as its patch would be read: a final line feed is assumed."""
    return Change(name, (added_file(path, code if code.endswith("\n") else code + "\n", "100644"),))


# ------------------------------------------------------------------------------------------------------------------------------- grafts

_WORDS: Final = (
    # running what is text, or another program
    *("exec", "eval", r"compile\(", r"Function\(", "__import__", "subprocess", "popen", r"os\.system", "child_process", "powershell"),
    # unpacking what was packed
    *("base64", "b64decode", "atob", "fromCharCode", "marshal", "zlib", "crypt", r"\\x[0-9a-f]{2}"),
    # talking to the outside
    *("urllib", r"requests?\.", r"https?\.", "socket", "webhook", "curl ", "wget "),
    # looking for what is worth taking
    *("environ", "getenv", r"process\.env", "appdata", r"\.ssh", "wallet", "keylog"),
    # a blob; last, so that the words inside of one count
    "[A-Za-z0-9+/=]{120,}",
)
_SUSPICIOUS: Final = re.compile("|".join(_WORDS), re.IGNORECASE)
_HUNK: Final = re.compile(r"@@ -(?P<old>\S+) \+(?P<start>\d+)(?:,(?P<size>\d+))? @@(?P<rest>.*)")


def graft_items(changes: Iterable[ChangeRecord], files: Iterable[FileRecord]) -> Iterator[TaskItem]:
    """All ordinary changes, then a graft for every malicious file that finds an ordinary change of its language."""
    hosts: dict[str, list[ChangeRecord]] = defaultdict(list)
    for record in changes:
        if record.kind == "ordinary":
            hosts[record.language].append(record)
            yield TaskItem(record.id + HOST, read_patch(record.diff, record.id))
    for file in files:
        if file.label == "malicious" and file.language in hosts:
            host = chooser("graft", file.id).choice(hosts[file.language])
            yield TaskItem(file.id + GRAFT, read_patch(grafted(host.diff, dense_part(file.code), chooser("where", file.id)), file.id))


def dense_part(code: str) -> list[str]:
    """The first run of `DENSE` lines with the most words of attacks (three a line count at most), without blank lines at its end."""
    lines = [line[:WIDTH] for line in code.split("\n")]
    counts = [min(3, sum(1 for _ in _SUSPICIOUS.finditer(line))) for line in lines]
    total = best = sum(counts[:DENSE])
    start = 0
    for at in range(1, len(lines) - DENSE + 1):
        total += counts[at + DENSE - 1] - counts[at - 1]
        if total > best:
            best, start = total, at
    part = lines[start : start + DENSE]
    while part and not part[-1].strip():
        part.pop()
    return part


def grafted(diff: str, part: list[str], choice: random.Random) -> str:
    """`diff` with `part` added behind one of its added lines (of its unchanged lines, where it adds none), indented like that line.

    A diff with neither stays as it is. The numbers of later hunks are left alone.
    """
    lines = diff.split("\n")
    added = [at for at, line in enumerate(lines) if line[:1] == "+" and line[:3] != "+++"]
    places = added or [at for at, line in enumerate(lines) if line[:1] == " "]
    if not places:
        return diff
    place = choice.choice(places)
    text = lines[place][1:]
    indent = text[: len(text) - len(text.lstrip())]
    opening = next((at for at in range(place, -1, -1) if lines[at].startswith("@@")), 0)
    if (found := _HUNK.match(lines[opening])) is None:
        return diff
    lines[opening] = f"@@ -{found['old']} +{found['start']},{int(found['size'] or 1) + len(part)} @@{found['rest']}"
    lines[place + 1 : place + 1] = [f"+{indent}{line}" for line in part]
    return "\n".join(lines)


# ------------------------------------------------------------------------------------------------------------------------------ bundles


def bundles(records: Iterable[ChangeRecord]) -> Iterator[Bundle]:
    """Two bundles for every fix whose project has enough ordinary changes that touch neither its paths nor each other's."""
    fixes: list[ChangeRecord] = []
    ordinary: dict[str, list[ChangeRecord]] = defaultdict(list)
    for record in records:
        if record.kind == "fix":
            fixes.append(record)
        else:
            ordinary[record.project].append(record)
    pool = {
        project: [read_patch(record.diff, record.id) for record in ordinary[project]]
        for project in dict.fromkeys(fix.project for fix in fixes)
        if len(ordinary[project]) >= BUNDLE
    }
    for fix in fixes:
        change = read_patch(fix.diff, fix.id)
        harmful = _paths(change)
        harmless = _apart(pool.get(fix.project, []), harmful, chooser("bundle", fix.id))
        if len(harmless) < BUNDLE:
            continue
        parts = [*harmless[1:], reversed_change(change)]
        chooser("order", fix.id).shuffle(parts)
        yield Bundle(_joined(fix.id + WITH, parts), fix.id, harmful)
        yield Bundle(_joined(fix.id + WITHOUT, harmless), fix.id, frozenset())


def _apart(pool: list[Change], taken: frozenset[str], choice: random.Random) -> list[Change]:
    """The first `BUNDLE` changes of a shuffled pool that share no path with each other or with `taken`."""
    chosen: list[Change] = []
    for change in choice.sample(pool, len(pool)):
        paths = _paths(change)
        if len(chosen) < BUNDLE and not paths & taken:
            chosen.append(change)
            taken |= paths
    return chosen


def _paths(change: Change) -> frozenset[str]:
    named = {path for file in change.files for path in (file.path, file.old_path)}
    return frozenset(named | {skipped.path for skipped in change.skipped if skipped.path})


def _joined(name: str, parts: list[Change]) -> TaskItem:
    skipped: dict[Skipped, None] = dict.fromkeys(one for part in parts for one in part.skipped)
    return TaskItem(name, Change(name, tuple(file for part in parts for file in part.files), tuple(skipped)))


# ------------------------------------------------------------------------------------------------------------------------------- locate

_HEADING: Final = re.compile(
    r"^\s*(?:(?:function\s+|modifier\s+|fn\s+|def\s+)(?P<named>\w+)|(?P<special>constructor|receive|fallback|initialize)\s*\()",
    re.MULTILINE,
)
_QUOTED: Final = re.compile(r"`[^`\n]*?(\w{3,})\s*(?:\([^`\n]*)?`")
_CALLED: Final = re.compile(r"(\w{3,})\(")


def locations(dataset: Dataset) -> Iterator[Location]:
    """Every file of which findings name functions that make up less than half of its lines."""
    findings: dict[str, list[KnownFinding]] = defaultdict(list)
    for link in dataset.links:
        findings[link.file].append(dataset.findings[link.finding])
    for file in dataset.files():
        words = {word for finding in findings[file.id] for word in _named(finding)}
        truth = tuple((first, last) for name, first, last in functions(file.code) if name in words)
        lines = file.code.count("\n") + 1
        if truth and 2 * sum(last - first + 1 for first, last in truth) < lines:
            yield Location(TaskItem(file.id, _added(file.id, file.path, file.code)), file.repository, truth, lines)


def functions(code: str) -> list[tuple[str, int, int]]:
    """Name, first and last line of every function: from its heading to the line before the next heading, or the end."""
    heads = [
        (found["named"] or found["special"], code.count("\n", 0, found.start("named" if found["named"] else "special")) + 1)
        for found in _HEADING.finditer(code)
    ]
    ends = [first - 1 for _, first in heads[1:]] + [code.count("\n") + 1]
    return [(name, first, last) for (name, first), last in zip(heads, ends, strict=False)]


def _named(finding: KnownFinding) -> set[str]:
    """What a finding may call a function: the last word between backticks (before an opening bracket), and what its title calls."""
    return {*_QUOTED.findall(f"{finding.title} {finding.explanation}"), *_CALLED.findall(finding.title)}
