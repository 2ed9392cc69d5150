"""What a change does to code: languages, roles, facts from syntax trees, units with both sides, and the way of values.

`cut` turns a file of a change into units, leaving out what was only moved or reformatted; `flows` follows values inside them.
Never raises, and bounded in size, depth and time, whatever the code is.
"""

from hunkwise.code.languages import language_of
from hunkwise.code.units import cut

__all__ = ["cut", "language_of"]
