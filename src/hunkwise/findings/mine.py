"""A git history as training data: fixes, commits that let flaws in, and ordinary commits like them."""

import gzip
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from hunkwise.change import ChangeRecord, read_records
from hunkwise.change.git_run import Git
from hunkwise.errors import HunkwiseError, InputError, OutputError
from hunkwise.findings.facts import Facts
from hunkwise.findings.history import Commit, Edited, blamed, commits, edits
from hunkwise.findings.mined_findings import MinedFinding, as_findings
from hunkwise.findings.wording import Claim, claim_of

MOST_FIXES: Final = 80
"""Fixes kept of one repository, the surest first, so that none outweighs the others."""
ORDINARY: Final = 4
"""Ordinary commits for each fix and each introduction, of about its year and size."""
POOL: Final = 12
"""How many times as many commits are looked at to choose the ordinary ones from."""
MOST_BLAMED: Final = 25
"""Fixes whose lines are followed back."""
SOURCE: Final = "mined"
BLAME_LIMIT: Final = 30.0
"""Seconds for one look back."""

_CRASHES = (
    ("uninitialized", "CWE-457"),
    ("use-after-free", "CWE-416"),
    ("double-free", "CWE-415"),
    ("overflow read", "CWE-125"),
    ("overflow write", "CWE-787"),
    ("overflow", "CWE-787"),
    ("out-of-bounds", "CWE-125"),
    ("null", "CWE-476"),
)


class Label(Struct, frozen=True):
    """Why a commit is kept as a fix or an introduction."""

    sureness: float
    by: str
    advisories: tuple[str, ...] = ()
    cwe: tuple[str, ...] = ()
    severity: str | None = None


class MinedTally(Struct, frozen=True):
    """What came of one repository. `problem` says why nothing did."""

    name: str
    fixes: int = 0
    introductions: int = 0
    ordinary: int = 0
    problem: str = ""


def named(repo: Path) -> str:
    """The owner/name of a repository: from a folder `owner+name` or, failing that, the last two folders of its path."""
    parts = [part for part in repo.resolve().parts if part not in (".git", "repo", "/")]
    last = parts[-1].removesuffix(".git") if parts else "repository"
    return last.replace("+", "/", 1) if "+" in last else "/".join([*parts[-2:-1], last])


class Mined(Struct, frozen=True):
    """What one history gives: change records, and the sure fixes among them as findings."""

    records: tuple[ChangeRecord, ...]
    findings: tuple[MinedFinding, ...]


def changes_file(folder: Path, name: str) -> Path:
    """Where the change records of a repository stand."""
    return folder / "changes" / f"{name.replace('/', '+')}.jsonl.gz"


def findings_file(folder: Path, name: str) -> Path:
    """Where its findings wait to be joined with those of the others."""
    return folder / "parts" / f"{name.replace('/', '+')}.jsonl.gz"


def mine_into(repo: Path, name: str, facts: Facts, folder: Path, seed: int) -> MinedTally:
    """Writes what one repository gives to files of `folder` and says how much; what stands there already is counted, not made anew.

    Raises OutputError where they can't be written; a history that can't be read is told in the tally.
    """
    path = changes_file(folder, name)
    if path.exists():
        return _tally(name, list(read_records(path, ChangeRecord)))
    try:
        found = mined(repo, name, facts, seed)
    except HunkwiseError as error:
        return MinedTally(name, problem=error.message)
    _write(findings_file(folder, name), found.findings)
    _write(path, found.records)  # Last: where it stands, all stands.
    return _tally(name, found.records)


def _write(path: Path, rows: Sequence[Struct]) -> None:
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.GzipFile(part, "wb", mtime=0) as file:
            for row in rows:
                file.write(msgspec.json.encode(row) + b"\n")
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path} can't be written: {error.strerror or error}", "Choose a folder that can be written and has room"
        ) from error


def _tally(name: str, records: Sequence[ChangeRecord]) -> MinedTally:
    kinds = [record.kind for record in records]
    return MinedTally(name, kinds.count("fix"), kinds.count("introduction"), kinds.count("ordinary"))


def mined(repo: Path, name: str, facts: Facts, seed: int = 1) -> Mined:
    """What a history gives. The same history and seed give the same records. Raises GitError, RevisionError or InputError."""
    git = Git(repo, time_limit=BLAME_LIMIT)
    every = {commit.id: commit for commit in commits(git)}
    if len(every) < 2:
        raise InputError(f"{name} has no history to learn from", "Clone it whole: `git fetch --unshallow`")
    claims = {id: claim_of(commit.message) for id, commit in every.items()}
    wanted = _fix_labels(claims, facts)
    chosen = _surest(wanted, seed)
    fixes = _distinct(dict(edits(git, chosen)))
    kept = [id for id in chosen if id in fixes][:MOST_FIXES]
    blames = _introduction_labels(git, {id: (wanted[id], claims[id], fixes[id]) for id in kept}, every, facts)
    let_in = {id: edit for id, edit in edits(git, [id for id in blames if id not in wanted]) if edit.added}
    records = [_record(name, every[id], fixes[id], "fix", wanted[id]) for id in kept]
    records += [_record(name, every[id], edit, "introduction", blames[id]) for id, edit in let_in.items()]
    usual = [commit for id, commit in every.items() if id not in wanted and id not in blames and not claims[id].hint]
    like = [(every[id].year, fixes[id]) for id in kept] + [(every[id].year, edit) for id, edit in let_in.items()]
    order = random.Random(f"{seed} {name}")  # noqa: S311 (a choice of examples)
    records += [_record(name, commit, edit, "ordinary", Label(1.0, "history")) for commit, edit in _ordinary(git, usual, like, order)]
    messages = {f"{name}@{id[:12]}": every[id].message for id in kept}
    return Mined(tuple(records), tuple(as_findings(git, records, messages)))


def _fix_labels(claims: dict[str, Claim], facts: Facts) -> dict[str, Label]:
    """Known fixes first; then what messages claim. Commits that the history lacks are left out."""
    out = {id: Label(claim.sureness, claim.by, claim.advisories, claim.cwe) for id, claim in claims.items() if claim.sureness > 0}
    for one in facts.introductions:
        if one.certain and len(one.fixed) == 1 and one.fixed[0] in claims:
            out[one.fixed[0]] = Label(0.8, "crash", (one.id,), _crash(one.crash), one.severity)
    for fix in facts.fixes:
        if fix.commit in claims:
            out[fix.commit] = Label(1.0, "known fix", fix.advisories, fix.cwe or claims[fix.commit].cwe, fix.severity)
    return out


def _distinct(found: dict[str, Edited]) -> dict[str, Edited]:
    """Each edit once: a fix is often carried to other branches."""
    seen: dict[tuple[str, ...], str] = {}
    for id, edit in found.items():
        seen.setdefault(tuple(line for line in edit.diff.splitlines() if line[:1] in "+-" and line[:4] not in ("+++ ", "--- ")), id)
    return {id: found[id] for id in seen.values()}


def _crash(words: str) -> tuple[str, ...]:
    return next(((cwe,) for part, cwe in _CRASHES if part in words.lower()), ())


def _surest(wanted: dict[str, Label], seed: int) -> list[str]:
    """The ids with the surest labels, three times as many as are kept, since many change no product code or too much of it."""
    order = random.Random(seed)  # noqa: S311 (a choice of examples)
    shuffled = sorted(wanted)
    order.shuffle(shuffled)
    return sorted(shuffled, key=lambda id: -wanted[id].sureness)[: 3 * MOST_FIXES]


def _introduction_labels(
    git: Git, fixes: dict[str, tuple[Label, Claim, Edited]], every: dict[str, Commit], facts: Facts
) -> dict[str, Label]:
    """Commits that let a flaw in: found by bisection, named by a fix, reverted for security, or the writers of what a fix takes away."""
    out: dict[str, Label] = {}
    looked = 0
    for id, (label, claim, edit) in fixes.items():
        if label.sureness >= 0.75 and edit.removed and looked < MOST_BLAMED:
            looked += 1
            writer = blamed(git, id, edit.diff)
            if writer is not None and writer in every:
                out[writer] = Label(0.5 * label.sureness, "blame", label.advisories, label.cwe, label.severity)
        for short in (*claim.blames, *claim.undoes):
            full = short if len(short) == 40 else next((one for one in every if one.startswith(short)), "")
            if full in every:
                out[full] = Label(0.9 * label.sureness, "trailer", label.advisories, label.cwe, label.severity)
    for one in facts.introductions:
        if one.certain and one.introduced in every:
            out[one.introduced] = Label(0.9, "bisection", (one.id,), _crash(one.crash), one.severity)
    return out


def _ordinary(git: Git, usual: list[Commit], like: list[tuple[int, Edited]], order: random.Random) -> Iterator[tuple[Commit, Edited]]:
    """For each of `like` the ORDINARY commits of its years that are nearest to it in added and removed lines, none twice."""
    years = {year + step for year, _ in like for step in (-1, 0, 1)}
    near = [commit for commit in usual if commit.year in years]
    order.shuffle(near)
    by_id = {commit.id: commit for commit in near[: POOL * len(like) + 50]}
    pool = _distinct(dict(edits(git, by_id)))
    for year, model in like:
        ranked = sorted(
            (abs(by_id[id].year - year) > 1, abs(_size(edit.added, model.added)) + abs(_size(edit.removed, model.removed)), id)
            for id, edit in pool.items()
        )
        for _, _, id in ranked[:ORDINARY]:
            yield by_id[id], pool.pop(id)


def _size(one: int, other: int) -> float:
    return (1 + one) / (1 + other) - 1 if one > other else (1 + other) / (1 + one) - 1


def _record(name: str, commit: Commit, edit: Edited, kind: str, label: Label) -> ChangeRecord:
    return ChangeRecord(
        id=f"{name}@{commit.id[:12]}",
        diff=edit.diff,
        kind=kind,
        source=SOURCE,
        project=name,
        language=edit.language,
        date=commit.date[:10],
        advisories=label.advisories,
        cwe=label.cwe,
        severity=label.severity,
        sureness=label.sureness,
        labelled_by=label.by,
    )
