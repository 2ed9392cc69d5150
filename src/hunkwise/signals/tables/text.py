"""Characters and shapes of text that carry meaning of their own."""

import re

BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of the text after them."""

ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\u180e\u3164\uffa0\u115f\u1160")
"""Characters that take no room on the screen."""

CARRIERS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\U000e0000-\U000e007f\u200b-\u200d\u2060-\u2064\u3164\uffa0]{8,}")
"""Invisible characters in a row, as a text hidden in them needs."""

LOOKALIKE = re.compile("[\u0370-\u03ff\u0400-\u04ff\u0500-\u052f\u13a0-\u13ff\uff21-\uff5a]")
"""Letters of scripts with twins in the Latin alphabet: Greek, Cyrillic, Cherokee, full width."""

HARMLESS_BLOBS = (
    "iVBOR", "/9j/", "R0lGOD", "UklGR", "AAEAAA", "AAABAA", "d09G", "T1RUTw", "PHN2Zy", "PD94bWw", "MII", "LS0tLS1CRUdJTi", "data:image",
    "data:font", "data:audio",
    "data:application/font", "data:application/x-font", "AGFzbQ", "JVBER", "SUkq", "Qk0", "UEsDB", "OggS", "//uQ", "SUQz", "sha",
    "ssh-rsa", "AAAAB3NzaC", "-----BEGIN",
)  # fmt: skip
"""How pictures, fonts, sounds, certificates and digests begin when they are written as text."""

TRANSLATION = re.compile(
    r"(?i)(?:^|/)(?:locales?|i18n|l10n|lang(?:uages?)?|translations?|messages)/|\.(?:po|pot|properties|xlf|xliff|resx|strings|json|md|rst|txt|arb|srt|csv)$"
)
"""Files that hold text for people, in scripts that need direction marks."""
