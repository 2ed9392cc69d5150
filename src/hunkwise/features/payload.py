"""What a run of added code does and hides, as numbers: capabilities, destinations, encodings, statistics of its strings and names.

Counts are of tokens and strings, never of lines, blanks or file names, so that layout and path carry nothing.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.vocabulary import CAPABILITIES, DROP_HOSTS, EXECUTABLES, PLACES

_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
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


def _either(patterns: Iterable[str]) -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...]]:
    """Patterns for text in small letters, and for any: the latter are many times as slow."""
    each = tuple(patterns)
    return tuple(re.compile(one.lower()) for one in each), tuple(re.compile(one, re.I) for one in each)


_SMALL_NAMES, _ALL_NAMES = _either(CAPABILITIES.values())
_SMALL_TEXTS, _ALL_TEXTS = _either((r"https?://[^\s'\"/:]+", DROP_HOSTS, EXECUTABLES, PLACES))


@lru_cache(maxsize=1 << 16)
def _abilities(name: str) -> tuple[int, ...]:
    patterns, name = (_SMALL_NAMES, name.lower()) if name.isascii() else (_ALL_NAMES, name)
    return tuple([i for i, pattern in enumerate(patterns) if pattern.fullmatch(name)])


_ORDER = {name: i for i, name in enumerate(CAPABILITIES)}
_WORD = re.compile(r"[A-Za-z_][\w-]{1,40}")


_FIRST, _TRAITS = len(CAPABILITIES), len(CAPABILITIES) + 13
"""The traits of a token under this number are the capabilities of its name."""
(
    _NAME, _STRING, _SHORT, _OBSCURED, _DIGITS, _UPPER, _NUMBER, _HEX, _BRACKET, _OPERATOR, _COMMA, _FOREIGN, _KEYWORD,
) = range(_FIRST, _TRAITS)  # fmt: skip
_KEYWORDS = frozenset({"if", "for", "while", "return", "def", "function", "class"})


@lru_cache(maxsize=1 << 16)
def _traits(token: str) -> tuple[int, ...]:
    """What counts of a token, as numbers."""
    first = token[0]
    found = {
        _STRING: first in "\"'`" or (token[-1] in "\"'" and len(token) > 2),
        _NUMBER: first.isdigit(),
        _HEX: token[:2] in ("0x", "0X"),
        _BRACKET: token in "()[]{}",
        _OPERATOR: token in "+-*/%^&|<>=!~",
        _COMMA: token == ",",
        _FOREIGN: not token.isascii(),
        _KEYWORD: token in _KEYWORDS,
    }
    if first.isalpha() or first in "_$":
        found |= dict.fromkeys((_NAME, *_abilities(token)), True) | {
            _SHORT: len(token) <= 2,
            _OBSCURED: _OBSCURE.match(token) is not None,
            _DIGITS: not token.isalpha() and any(character.isdigit() for character in token),
            _UPPER: token.isupper() and len(token) > 1,
        }
    return tuple(trait for trait, has in found.items() if has)


def _entropy(text: str) -> float:
    """Bits a character, of at most the first 4,000."""
    if not text:
        return 0.0
    if text.isascii():
        times = np.bincount(np.frombuffer(text[:4000].encode(), np.uint8))
        times = times[times > 0]
    else:
        times = np.array(list(Counter(text[:4000]).values()))
    shares = times / times.sum()
    return float(-(shares @ np.log2(shares)))


def payload(lines: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """The numbers (len(NAMES),) of a run of tokens by line; about 160 tokens are a window."""
    flat = list(chain.from_iterable(lines))
    times = Counter(flat)
    count = [0] * _TRAITS
    kinds = {token: _traits(token) for token in times}
    for token, traits in kinds.items():
        for trait in traits:
            count[trait] += times[token]
    strings = [token for token in flat if _STRING in kinds[token]] if count[_STRING] else []
    joined = "".join([token for token in flat if _NAME in kinds[token]])[:4000]
    total, names, size = max(len(flat), 1), count[_NAME], sum(map(len, flat)) or 1
    counted: list[float] = [*count[:_FIRST]]
    text = "\n".join([string[:6000] for string in strings])
    for word in _WORD.findall(text[:4000]):
        for i in _abilities(word):
            counted[i] += 0.5

    def both(left: str, right: str) -> float:
        return min(counted[_ORDER[left]], counted[_ORDER[right]], 3.0)

    encoded = sum(map(len, _ENCODED.findall(text)))
    escapes = len(_ESCAPES.findall(text))
    patterns, folded = (_SMALL_TEXTS, text.lower()) if text.isascii() else (_ALL_TEXTS, text)
    urls, hosts, executables, places = (len(pattern.findall(folded)) for pattern in patterns)
    many = max(names, 1)
    values = [
        *map(math.log1p, counted),
        *[amount / total * 20 for amount in counted],
        both("evaluate", "decode"), both("fetch", "spawn"), both("fetch", "evaluate"), both("environ", "send"), both("secret", "send"),
        both("persist", "fetch"), both("connect", "spawn"), both("install", "spawn"), both("install", "fetch"),
        len(counted) - counted.count(0),
        urls, len(_ADDRESS.findall(text)), hosts, executables, places,
        math.log1p(encoded), encoded / size, math.log1p(escapes), escapes * 4 / size, math.log1p(max(map(len, strings), default=0)),
        sum(map(len, strings)) / size, _entropy(text), _entropy(joined), math.log1p(count[_OBSCURED]), count[_OBSCURED] / many,
        len(joined) / max(min(names, 4000), 1), count[_SHORT] / many, count[_NUMBER] / total,
        count[_BRACKET] / total, count[_OPERATOR] / total, count[_DIGITS] / many, count[_FOREIGN] / total,
        len(times) / total, count[_KEYWORD] / total, count[_UPPER] / many,
        math.log1p(sum(left == "+" and right[0] in "\"'" for left, right in pairwise(flat)) if "+" in flat else 0),
        count[_COMMA] / total, math.log1p(count[_HEX]),
    ]  # fmt: skip
    return np.array(values, dtype=np.float32)
