"""What a dataset holds, what of it can be used, and why the rest can't."""

from collections import Counter
from pathlib import Path

from hunkwise.findings.dataset import Advance, Dataset, load
from hunkwise.findings.mapping import Mapping
from hunkwise.findings.model import Report

PASSES = 2
"""How often `check` and `import_` read the data: once to settle what is usable, once with the findings at hand."""


def check(folder: Path, mapping: Mapping, advance: Advance | None = None) -> Report:
    """Read the dataset in `folder` and count. Every record is either used or stands among the problems.

    Raises DatasetError where the folder or one of its data files can't be read.
    """
    return report(load(folder, mapping, advance), advance)


def report(dataset: Dataset, advance: Advance | None = None) -> Report:
    """The report on a dataset that is loaded; reads the code once more to locate the findings in it."""
    languages: Counter[str] = Counter()
    located: Counter[str] = Counter()
    clean = 0
    for example in dataset.examples(advance):
        clean += not example.located
        for one in example.located:
            languages[example.file.language] += 1
            located[one.how] += 1
    return Report(
        files=dataset.tallies["files"],
        links=dataset.tallies["links"],
        findings=dataset.tallies["findings"],
        clean=clean,
        severities=_ordered(Counter(finding.severity for finding in dataset.findings.values())),
        languages=_ordered(languages),
        repositories=_ordered(Counter(finding.repository or "(none)" for finding in dataset.findings.values())),
        located=_ordered(located),
        problems=dataset.problems,
    )


def _ordered(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
