"""Characters and shapes of text that carry meaning of their own."""

import re

BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of the text after them."""

ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\ufeff\u00ad\u180e\u3164\uffa0\u115f\u1160")
"""Characters that take no room on the screen."""

CARRIERS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\U000e0000-\U000e007f\u200b-\u200d\u2060-\u2064\u3164\uffa0]{8,}")
"""Invisible characters in a row, as a text hidden in them needs."""

LOOKALIKE = re.compile(
    "[\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425"
    "\u0406\u0408\u0405\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u13a0-\u13f4\uff21-\uff5a]"
)
"""Letters of Greek, Cyrillic, Cherokee and full width with a twin in the Latin alphabet."""

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
