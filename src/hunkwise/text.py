"""Text from repositories made safe to show: control, direction and invisible characters become visible names."""

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e01ef\ud800-\udfff]"
)


def visible(text: str) -> str:
    """`text` with every character that a terminal or browser would obey or hide written as `⟨U+202E⟩`.

    Tabs become four spaces; line feeds stay (a caller that shows one line splits first).
    """
    return _HIDDEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text.replace("\t", "    "))


def one_line(text: str, width: int = 200) -> str:
    """`text` made visible on one line of at most `width` characters, white space collapsed, cut with `…`."""
    flat = visible(" ".join(text.split()))
    return flat if len(flat) <= width else flat[: width - 1] + "…"
