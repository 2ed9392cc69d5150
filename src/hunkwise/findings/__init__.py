"""The findings dataset: three files of code, links and findings with explanations, in anybody's field names.

`load` settles what can be used and hands out code with located findings; `check` reports on every record; `import_` writes the plain form;
`mine_into` makes records from a git history.
"""

from hunkwise.findings.check import PASSES, check, report
from hunkwise.findings.dataset import Dataset, load
from hunkwise.findings.facts import Facts, KnownFix, KnownIntroduction, read_facts
from hunkwise.findings.importer import import_
from hunkwise.findings.layout import Layout, discover
from hunkwise.findings.locate import Locator, locate
from hunkwise.findings.mapping import Mapping, read_mapping, to_toml, write_mapping
from hunkwise.findings.mine import Mined, MinedTally, changes_file, findings_file, mine_into, mined, named
from hunkwise.findings.mined_findings import MinedFinding, join
from hunkwise.findings.model import CodeFile, Example, KnownFinding, Link, Located, Place, Problem, Report, Tally
from hunkwise.findings.propose import Choice, Proposal, propose
from hunkwise.findings.reserved import is_reserved, read_reserved
from hunkwise.findings.severity import normalise
from hunkwise.findings.stream import Record, records
from hunkwise.findings.wording import Claim, claim_of

__all__ = [
    "PASSES",
    "Choice",
    "Claim",
    "CodeFile",
    "Dataset",
    "Example",
    "Facts",
    "KnownFinding",
    "KnownFix",
    "KnownIntroduction",
    "Layout",
    "Link",
    "Located",
    "Locator",
    "Mapping",
    "Mined",
    "MinedFinding",
    "MinedTally",
    "Place",
    "Problem",
    "Proposal",
    "Record",
    "Report",
    "Tally",
    "changes_file",
    "check",
    "claim_of",
    "discover",
    "findings_file",
    "import_",
    "is_reserved",
    "join",
    "load",
    "locate",
    "mine_into",
    "mined",
    "named",
    "normalise",
    "propose",
    "read_facts",
    "read_mapping",
    "read_reserved",
    "records",
    "report",
    "to_toml",
    "write_mapping",
]
