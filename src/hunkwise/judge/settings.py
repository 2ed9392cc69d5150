"""What a judgement depends on beside the change and the model. The core reads no file and no clock: all of it is handed in."""

from datetime import date
from hashlib import blake2b
from typing import Literal

import msgspec
from msgspec import Struct

from hunkwise.errors import SettingsError
from hunkwise.judge.suppress import Suppression, expired

Level = Literal["low", "medium", "high", "critical", "never"]
"""From which severity a finding fails the run; `never` only reports."""


class Settings(Struct, frozen=True):
    """How to judge.

    `budget` is how many alerts in a hundred ordinary changes the team can bear. Files that fit a glob of `ignore`, and units of languages
    that aren't in `languages` (all, where it is empty), are listed as skipped instead of judged. `today` decides which `suppressions` have
    expired and must be given with them.
    """

    budget: float = 1.0
    fail_on: Level = "low"
    ignore: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    today: date | None = None

    def __post_init__(self) -> None:
        """Raises SettingsError where the budget is no share of a hundred or suppressions come without a date."""
        if not 0 < self.budget <= 100:
            raise SettingsError(
                f"the budget {self.budget:g} isn't above 0 and at most 100", "Give the alerts per hundred ordinary changes, such as 1"
            )
        if self.suppressions and self.today is None:
            raise SettingsError("suppressions can't be applied without today's date", "Give `today`")

    @property
    def digest(self) -> str:
        """Twelve digits that are equal for settings that judge alike: the day counts only by what has expired."""
        active = [entry for entry in self.suppressions if not expired(entry, self.today)]
        told = msgspec.json.encode((self.budget, self.fail_on, self.ignore, self.languages, self.suppressions, active))
        return blake2b(told, digest_size=6).hexdigest()
