"""What a run of added code does and hides, as numbers: capabilities, destinations, encodings, statistics of its strings and names.

Counts are of tokens and strings, never of lines, blanks or file names, so that layout and path carry nothing.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.vocabulary import CAPABILITIES, DROP_HOSTS, EXECUTABLES, PLACES

_URL = re.compile(r"https?://([^\s'\"/:]+)", re.I)
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_CAPABILITIES = tuple(re.compile(pattern, re.I) for pattern in CAPABILITIES.values())
_DROP, _EXECUTABLE, _PLACES = (re.compile(pattern, re.I) for pattern in (DROP_HOSTS, EXECUTABLES, PLACES))
_ENCODED = re.compile(r"[A-Za-z0-9+/=_-]{60,}")
_ESCAPES = re.compile(r"\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|%[0-9a-fA-F]{2}|&#\d+")
_OBSCURE = re.compile(r"^(?:_0x[0-9a-f]+|[Il1O0_]{5,}|[a-zA-Z]\d{2,}|_{2,}\w{0,2}|[A-Z][a-z]?[A-Z][a-z]?[A-Z]\w{6,})$")

NAMES: tuple[str, ...] = (
    *(f"has {name}" for name in CAPABILITIES),
    *(f"share {name}" for name in CAPABILITIES),
    "evaluate and decode", "fetch and spawn", "fetch and evaluate", "environ and send", "secret and send", "persist and fetch",
    "connect and spawn", "install and spawn", "install and fetch", "capabilities",
    "urls", "addresses", "drop hosts", "executables", "places", "encoded length", "encoded share", "escapes", "escape share",
    "longest string", "string share", "string entropy", "name entropy", "obscure names", "obscure share", "mean name length", "short names",
    "number share", "bracket share", "operator share", "digits in names", "non-ascii share", "distinct share", "keyword share",
    "upper share", "concatenations", "comma share", "hex numbers",
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def _obscure(name: str) -> bool:
    return _OBSCURE.match(name) is not None


@lru_cache(maxsize=1 << 16)
def _digits(name: str) -> bool:
    return any(character.isdigit() for character in name)


@lru_cache(maxsize=1 << 16)
def _abilities(name: str) -> tuple[int, ...]:
    return tuple(i for i, pattern in enumerate(_CAPABILITIES) if pattern.fullmatch(name))


_ORDER = {name: i for i, name in enumerate(CAPABILITIES)}
_WORD = re.compile(r"[A-Za-z_][\w-]{1,40}")


def _entropy(text: str) -> float:
    """Bits a character, of at most the first 4,000."""
    counts = Counter(text[:4000])
    total = sum(counts.values())
    return -sum(n / total * math.log2(n / total) for n in counts.values()) if total else 0.0


def payload(lines: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """The numbers (len(NAMES),) of a run of tokens by line; about 160 tokens are a window."""
    flat = [token for line in lines for token in line]
    strings = [token for token in flat if token[0] in "\"'`" or (token[-1] in "\"'" and len(token) > 2)]
    names = [token for token in flat if token[0].isalpha() or token[0] in "_$"]
    total = max(len(flat), 1)
    counted = [0.0] * len(CAPABILITIES)
    for name in names:
        for i in _abilities(name):
            counted[i] += 1
    text = "\n".join(string[:6000] for string in strings)
    for word in _WORD.findall(text[:4000]):
        for i in _abilities(word):
            counted[i] += 0.5
    ability = np.array(counted)
    has = ability > 0

    def both(left: str, right: str) -> float:
        return min(counted[_ORDER[left]], counted[_ORDER[right]], 3.0)

    encoded = sum(len(found) for found in _ENCODED.findall(text))
    escapes = len(_ESCAPES.findall(text))
    joined = "".join(names)[:4000]
    obscure = sum(map(_obscure, names))
    urls = _URL.findall(text)
    numbers = [token for token in flat if token[0].isdigit()]
    size = sum(map(len, flat)) or 1
    values = [
        *np.log1p(ability),
        *(ability / total * 20),
        both("evaluate", "decode"), both("fetch", "spawn"), both("fetch", "evaluate"), both("environ", "send"), both("secret", "send"),
        both("persist", "fetch"), both("connect", "spawn"), both("install", "spawn"), both("install", "fetch"), float(has.sum()),
        len(urls), len(_ADDRESS.findall(text)), len(_DROP.findall(text)), len(_EXECUTABLE.findall(text)), len(_PLACES.findall(text)),
        math.log1p(encoded), encoded / size, math.log1p(escapes), escapes * 4 / size, math.log1p(max(map(len, strings), default=0)),
        sum(map(len, strings)) / size, _entropy(text), _entropy(joined), math.log1p(obscure), obscure / max(len(names), 1),
        len(joined) / max(min(len(names), 4000), 1), sum(1 for name in names if len(name) <= 2) / max(len(names), 1), len(numbers) / total,
        sum(1 for token in flat if token in "()[]{}") / total, sum(1 for token in flat if token in "+-*/%^&|<>=!~") / total,
        sum(map(_digits, names)) / max(len(names), 1), sum(not token.isascii() for token in flat) / total,
        len(set(flat)) / total, sum(1 for token in flat if token in ("if", "for", "while", "return", "def", "function", "class")) / total,
        sum(1 for name in names if name.isupper() and len(name) > 1) / max(len(names), 1),
        math.log1p(sum(1 for left, right in zip(flat, flat[1:], strict=False) if left == "+" and right[0] in "\"'")),
        flat.count(",") / total,
        math.log1p(sum(1 for token in numbers if token[:2] in ("0x", "0X"))),
    ]  # fmt: skip
    return np.nan_to_num(np.array(values, dtype=np.float32))
