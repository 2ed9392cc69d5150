"""Evidence into a verdict: what is told, what is dropped and why, within the team's budget of alerts.

Policy and suppressions come from the base side and are handed in as text; the room reads no file and no clock.
"""

from hunkwise.judge.policy import read_policy, read_settings
from hunkwise.judge.settings import Settings
from hunkwise.judge.suppress import Suppression, read_suppressions
from hunkwise.judge.verdict import Judged, fails, pool, settle

__all__ = ["Judged", "Settings", "Suppression", "fails", "pool", "read_policy", "read_settings", "read_suppressions", "settle"]
