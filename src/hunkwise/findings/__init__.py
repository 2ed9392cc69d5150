"""The findings dataset: three files of code, links and findings with explanations, in anybody's field names.

`load` settles what can be used and hands out code with located findings; `check` reports on every record; `import_` writes the plain form.
"""

from hunkwise.findings.check import PASSES, check, report
from hunkwise.findings.dataset import Dataset, load
from hunkwise.findings.importer import import_
from hunkwise.findings.layout import Layout, discover
from hunkwise.findings.locate import Locator, locate
from hunkwise.findings.mapping import Mapping, read_mapping, to_toml, write_mapping
from hunkwise.findings.model import CodeFile, Example, KnownFinding, Link, Located, Place, Problem, Report, Tally
from hunkwise.findings.propose import Choice, Proposal, propose
from hunkwise.findings.severity import normalise
from hunkwise.findings.stream import Record, records

__all__ = [
    "PASSES",
    "Choice",
    "CodeFile",
    "Dataset",
    "Example",
    "KnownFinding",
    "Layout",
    "Link",
    "Located",
    "Locator",
    "Mapping",
    "Place",
    "Problem",
    "Proposal",
    "Record",
    "Report",
    "Tally",
    "check",
    "discover",
    "import_",
    "load",
    "locate",
    "normalise",
    "propose",
    "read_mapping",
    "records",
    "report",
    "to_toml",
    "write_mapping",
]
