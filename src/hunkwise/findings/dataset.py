"""A dataset settled: which records can be used, and the files with their findings one by one, code never held."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from hunkwise.errors import DatasetError
from hunkwise.findings.layout import Layout, discover
from hunkwise.findings.locate import Locator
from hunkwise.findings.mapping import Mapping
from hunkwise.findings.model import CodeFile, Example, Kind, KnownFinding, Link, Located, Problem, Reason, Tally
from hunkwise.findings.reading import Unusable, inline_id, read_file, read_finding, read_inline_file, read_links, read_own_links
from hunkwise.findings.stream import Record, records

Advance = Callable[[int], None]


class Dataset(Struct, frozen=True):
    """The usable findings and links of a dataset; the code is read from disk each time that it's asked for.

    `tallies` count all records by kind; `unused_code` are the places (data file, record number) of code that can't be used.
    """

    layout: Layout
    mapping: Mapping
    findings: dict[str, KnownFinding]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
    tallies: dict[Kind, Tally]
    unused_code: frozenset[tuple[Path, int]]

    def files(self, advance: Advance | None = None) -> Iterator[CodeFile]:
        """Every usable code file, in the order of the data, one in memory at a time."""
        for path, record, file in _code(self.layout, self.mapping, advance):
            if isinstance(file, CodeFile) and (path, record.number) not in self.unused_code:
                yield file

    def examples(self, advance: Advance | None = None) -> Iterator[Example]:
        """Every usable code file with its located findings (none: nothing was reported there)."""
        by_file: dict[str, list[KnownFinding]] = {}
        files_of: dict[str, int] = {}
        for link in self.links:
            by_file.setdefault(link.file, []).append(self.findings[link.finding])
            files_of[link.finding] = files_of.get(link.finding, 0) + 1
        for file in self.files(advance):
            here = by_file.get(file.id)
            locator = Locator(file) if here else None
            yield Example(file, tuple(locator.locate(finding, files_of[finding.id] == 1) for finding in here or () if locator is not None))

    def located(self, advance: Advance | None = None) -> Iterator[Located]:
        """Every finding in each of its files."""
        for example in self.examples(advance):
            yield from example.located


def load(folder: Path, mapping: Mapping, advance: Advance | None = None) -> Dataset:
    """Read the dataset in `folder` once and settle which records can be used.

    Holds findings and links, never more than one file's code. `advance` is told how many more bytes were read, of the layout's size in all.
    Raises DatasetError where the folder or one of its data files can't be read.
    """
    layout = discover(folder)
    if not layout.files and not mapping.findings.code:
        raise DatasetError(
            f"there is no code_files.json in {folder}", "Add it, or name the field of the findings that holds code in a mapping"
        )
    if not layout.links and not mapping.findings.file and not mapping.findings.code:
        raise DatasetError(
            f"there is no findings_file_links.json in {folder}",
            "Add it, or name the field of the findings that holds file ids in a mapping",
        )
    survey = _Survey(layout, mapping)
    survey.read_findings(advance)
    survey.read_links(advance)
    survey.read_code(advance)
    return survey.settle()


class _Pair(Struct, frozen=True, gc=False):
    finding: str
    file: str
    source: str
    number: int
    offset: int


class _Ends:
    """The records of one kind that links can name: usable ones, unusable ones, and duplicates with what they stand for."""

    def __init__(self) -> None:
        self.usable: set[str] = set()
        self.unusable: dict[str, Reason] = {}
        self.same_as: dict[str, str] = {}
        self._contents: dict[bytes, str] = {}

    def judge(self, name: str, content: bytes) -> Unusable | None:
        """Take a record in, unless its id or its content was there before."""
        if name in self.usable or name in self.unusable or name in self.same_as:
            return Unusable(name, "duplicate-id")
        first = self._contents.setdefault(content, name)
        if first != name:
            self.same_as[name] = first
            return Unusable(name, "duplicate-content", f"the same as {first!r}")
        self.usable.add(name)
        return None


class _Survey:
    """One reading of all three kinds of records."""

    def __init__(self, layout: Layout, mapping: Mapping) -> None:
        self.layout = layout
        self.mapping = mapping
        self.heads: dict[str, tuple[KnownFinding, Path, Record]] = {}
        self.ends: dict[str, _Ends] = {"findings": _Ends(), "files": _Ends()}
        self.pairs: list[_Pair] = []
        self.totals: dict[Kind, int] = {"files": 0, "links": 0, "findings": 0}
        self.problems: list[Problem] = []
        self.unused_code: set[tuple[Path, int]] = set()

    def reject(self, kind: Kind, path: Path, record: Record, why: Unusable) -> None:
        """Note a record that can't be used."""
        self.problems.append(Problem(kind, path.name, record.number, record.offset, why.id, why.reason, why.detail))
        if kind != "links" and why.id and why.reason not in ("duplicate-id", "duplicate-content"):
            ends = self.ends[kind]
            if why.id not in ends.usable and why.id not in ends.same_as:
                ends.unusable.setdefault(why.id, why.reason)

    def read_findings(self, advance: Advance | None) -> None:
        """Take in the findings and the links that they carry."""
        for path in self.layout.findings:
            for record in records(path, advance):
                self.totals["findings"] += 1
                finding = read_finding(record, self.mapping)
                if isinstance(finding, KnownFinding):
                    own = read_own_links(record, self.mapping)
                    self.pairs += [_Pair(finding.id, file, path.name, record.number, record.offset) for file in own]
                    if read_inline_file(record, self.mapping) is not None:
                        self.pairs.append(_Pair(finding.id, inline_id(finding.id), path.name, record.number, record.offset))
                    found = finding
                    alike = msgspec.structs.replace(found, id="")
                    finding = self.ends["findings"].judge(found.id, _digest(msgspec.json.encode(alike))) or found
                if isinstance(finding, Unusable):
                    self.reject("findings", path, record, finding)
                else:
                    self.heads[finding.id] = (finding, path, msgspec.structs.replace(record, value=None))

    def read_links(self, advance: Advance | None) -> None:
        """Take in the links."""
        for path in self.layout.links:
            for record in records(path, advance):
                pairs = read_links(record, self.mapping)
                if isinstance(pairs, Unusable):
                    self.totals["links"] += 1
                    self.reject("links", path, record, pairs)
                else:
                    self.pairs += [_Pair(finding, file, path.name, record.number, record.offset) for finding, file in pairs]

    def read_code(self, advance: Advance | None) -> None:
        """Take in what is known of the code files without their code."""
        for path, record, file in _code(self.layout, self.mapping, advance):
            self.totals["files"] += 1
            why = (
                file
                if isinstance(file, Unusable)
                else self.ends["files"].judge(file.id, _digest(f"{file.repository}\0{file.code}".encode()))
            )
            if why is not None:
                self.unused_code.add((path, record.number))
                self.reject("files", path, record, why)

    def settle(self) -> Dataset:
        """Judge the links by their ends, and the findings by their links."""
        self.totals["links"] += len(self.pairs)
        seen: dict[tuple[str, str], None] = {}
        for pair in self.pairs:
            ends = (self._end("findings", pair.finding), self._end("files", pair.file))
            names = (ends[0][0], ends[1][0])
            why = ends[0][1] or ends[1][1] or (("duplicate-link", "") if names in seen else None)
            if why is None:
                seen[names] = None
            else:
                label = f"{pair.finding} - {pair.file}"
                self.problems.append(Problem("links", pair.source, pair.number, pair.offset, label, *why))
        linked = {finding for finding, _ in seen}
        named = {pair.finding for pair in self.pairs}
        for name, (_, path, record) in list(self.heads.items()):
            if name not in linked:
                detail = "none of its links leads to a usable file" if name in named else "it is linked to no file"
                self.reject("findings", path, record, Unusable(name, "no-code", detail))
                del self.heads[name]
        return Dataset(
            layout=self.layout,
            mapping=self.mapping,
            findings={name: finding for name, (finding, _, _) in self.heads.items()},
            links=tuple(Link(*names) for names in seen),
            problems=tuple(sorted(self.problems, key=lambda problem: (problem.kind, problem.source, problem.number, problem.id))),
            tallies=self._tallies({"files": len(self.ends["files"].usable), "links": len(seen), "findings": len(self.heads)}),
            unused_code=frozenset(self.unused_code),
        )

    def _end(self, kind: Kind, name: str) -> tuple[str, tuple[Reason, str] | None]:
        """The id that `name` stands for, and why it can't be linked to."""
        ends, word = self.ends[kind], kind.removesuffix("s")
        name = ends.same_as.get(name, name)
        if name in ends.usable:
            return name, None
        if name in ends.unusable:
            return name, ("unusable-end", f"the {word} {name!r} can't be used: {ends.unusable[name]}")
        return name, ("dangling-link", f"there is no {word} {name!r}")

    def _tallies(self, used: dict[Kind, int]) -> dict[Kind, Tally]:
        return {kind: Tally(total, used[kind], total - used[kind]) for kind, total in self.totals.items()}


def _code(layout: Layout, mapping: Mapping, advance: Advance | None) -> Iterator[tuple[Path, Record, CodeFile | Unusable]]:
    """Every record that holds code: the code files, then the findings with code of their own."""
    for path in layout.files:
        for record in records(path, advance):
            yield path, record, read_file(record, mapping)
    if mapping.findings.code:
        for path in layout.findings:
            for record in records(path):
                inline = read_inline_file(record, mapping)
                if inline is not None:
                    yield path, record, inline


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
