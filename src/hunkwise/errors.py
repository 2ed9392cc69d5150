"""Every error that a user can meet, with the exit code of its family.

    HunkwiseError
    ├── InputError        2   what was asked for can't be understood or isn't there
    │   ├── UsageError        an option or argument is wrong
    │   ├── RevisionError     a revision, range or repository can't be found
    │   ├── PatchError        a patch can't be read
    │   ├── RecordError       a record of a data file can't be read
    │   ├── SettingsError     a configuration or suppression file is wrong
    │   └── DatasetError      a findings dataset can't be used
    ├── HostError         3   the machine lacks something: git, disk, permission
    │   ├── GitError          the git binary is missing or failed
    │   ├── OutputError       a result can't be written
    │   ├── StoreError        the server's database can't be reached or used
    │   └── GitHubError       GitHub can't be reached or refuses what was asked
    └── TrustError        4   a model or a dataset isn't what it claims to be
        └── ArtifactError     a model directory is damaged, altered or too new

Exit codes are never used twice: 0 clean, 1 findings at or over the level, 2 to 4 as above, 130 interrupted.
"""

from typing import ClassVar


class HunkwiseError(Exception):
    """What went wrong, naming the thing, and what to do about it.

    `message` is one sentence without a full stop; `remedy` is one imperative sentence, or empty.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class InputError(HunkwiseError):
    """What was asked for can't be understood or isn't there."""


class UsageError(InputError):
    """An option or argument is wrong."""


class RevisionError(InputError):
    """A revision, range or repository can't be found."""


class PatchError(InputError):
    """A patch can't be read."""


class RecordError(InputError):
    """A record of a data file can't be read."""


class SettingsError(InputError):
    """A configuration or suppression file is wrong."""


class DatasetError(InputError):
    """A findings dataset can't be used."""


class HostError(HunkwiseError):
    """The machine lacks something: a program, disk space, permission."""

    exit_code: ClassVar[int] = 3


class GitError(HostError):
    """The git binary is missing or failed."""


class OutputError(HostError):
    """A result can't be written."""


class StoreError(HostError):
    """The server's database can't be reached or used."""


class GitHubError(HostError):
    """GitHub can't be reached or refuses what was asked."""


class TrustError(HunkwiseError):
    """A model or a dataset isn't what it claims to be."""

    exit_code: ClassVar[int] = 4


class ArtifactError(TrustError):
    """A model directory is damaged, altered or of a format that this version can't read."""
