"""What a run of added code does and hides, as numbers: capabilities, destinations, encodings, statistics of its strings and names.

Counts are of tokens and strings, never of lines, blanks or file names, so that layout and path carry nothing.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, compress

import numpy as np
from numpy.typing import NDArray

from hunkwise.features.lexicon import Lines, Trait, Traits
from hunkwise.features.rows import first_places
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


_PAYLOAD, _LENGTH = Traits(_traits), Trait(len)
_PLUS, _OPENS = 1, 2
_JOINING = Trait(lambda token: _PLUS * (token == "+") + _OPENS * (token[0] in "\"'"))
MOST_TEXT = 4_000
"""Characters of the names, and of the strings, of a run whose spread is measured."""


def payload(lines: Sequence[Sequence[str]]) -> NDArray[np.float32]:
    """The numbers (len(NAMES),) of one run of tokens by line."""
    found = Lines.of(lines)
    numbers: NDArray[np.float32] = payloads(found, np.zeros(len(found.sizes), np.int64), 1)[0]
    return numbers


def payloads(lines: Lines, runs: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    """The numbers (count, len(NAMES)) of some runs; about 160 tokens are a window. `runs` tells the run of each line, in rising order."""
    flat, ids, run = lines.tokens, lines.ids, lines.spread(runs)
    sizes = np.bincount(run, minlength=count)
    traits, many = _PAYLOAD.of_each(ids)
    of = np.bincount(np.repeat(run * _TRAITS, many) + traits, minlength=count * _TRAITS).reshape(count, _TRAITS)
    lengths = _LENGTH[ids].astype(np.int64)
    size = np.bincount(run, lengths, minlength=count)
    is_name, is_string = (np.zeros(len(flat), np.bool_) for _ in range(2))
    token = np.repeat(np.arange(len(flat)), many)
    is_name[token[traits == _NAME]], is_string[token[traits == _STRING]] = True, True
    names, spread = _names(flat, is_name, run, lengths, count)
    joining = _JOINING[ids]
    joined = (joining[:-1] & _PLUS > 0) & (joining[1:] & _OPENS > 0) & (run[1:] == run[:-1])
    concatenations = np.bincount(run[:-1][joined], minlength=count)
    keys = run << 32 | ids
    keys.sort()
    distinct = np.bincount(keys[first_places(keys)] >> 32, minlength=count)
    said = _strings(flat, is_string, run, count)
    counted = of[:, :_FIRST] + said.half / 2
    total, many_names, size = np.maximum(sizes, 1), np.maximum(of[:, _NAME], 1), np.where(size > 0, size, 1)

    def both(left: str, right: str) -> NDArray[np.float64]:
        return np.minimum(np.minimum(counted[:, _ORDER[left]], counted[:, _ORDER[right]]), 3.0)

    values = [
        *np.log1p(counted).T,
        *(counted / total[:, None] * 20).T,
        both("evaluate", "decode"), both("fetch", "spawn"), both("fetch", "evaluate"), both("environ", "send"), both("secret", "send"),
        both("persist", "fetch"), both("connect", "spawn"), both("install", "spawn"), both("install", "fetch"),
        np.count_nonzero(counted, axis=1),
        said.urls, said.addresses, said.hosts, said.executables, said.places,
        np.log1p(said.encoded), said.encoded / size, np.log1p(said.escapes), said.escapes * 4 / size, np.log1p(said.longest),
        said.size / size, said.spread, spread, np.log1p(of[:, _OBSCURED]), of[:, _OBSCURED] / many_names,
        names / np.maximum(np.minimum(of[:, _NAME], MOST_TEXT), 1), of[:, _SHORT] / many_names, of[:, _NUMBER] / total,
        of[:, _BRACKET] / total, of[:, _OPERATOR] / total, of[:, _DIGITS] / many_names, of[:, _FOREIGN] / total,
        distinct / total, of[:, _KEYWORD] / total, of[:, _UPPER] / many_names,
        np.log1p(concatenations), of[:, _COMMA] / total, np.log1p(of[:, _HEX]),
    ]  # fmt: skip
    return np.stack(values, axis=1).astype(np.float32)


def _names(
    flat: list[str], is_name: NDArray[np.bool_], run: NDArray[np.int64], lengths: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The characters of the names of each run, and their entropy in bits a character: of at most MOST_TEXT."""
    text = "".join(compress(flat, is_name.tolist()))
    sizes = np.bincount(run, np.where(is_name, lengths, 0), minlength=count).astype(np.int64)
    if text.isascii() and (not count or sizes.max() <= MOST_TEXT):
        return sizes, _entropies(text, sizes)
    spans = zip(accumulate(sizes.tolist()), sizes.tolist(), strict=True)
    return np.minimum(sizes, MOST_TEXT), _spread([text[end - many : end][:MOST_TEXT] for end, many in spans])


class _Strings:
    """What the strings of each run say."""

    def __init__(self, count: int) -> None:
        self.half = np.zeros((count, _FIRST))
        self.spread = np.zeros(count)
        self.urls, self.addresses, self.hosts, self.executables, self.places, self.encoded, self.escapes, self.longest, self.size = (
            np.zeros((9, count), np.int64)
        )


def _strings(flat: list[str], is_string: NDArray[np.bool_], run: NDArray[np.int64], count: int) -> _Strings:
    """The strings of all runs. What isn't found in all of them together needn't be sought in each."""
    out = _Strings(count)
    strings: dict[int, list[str]] = defaultdict(list)
    for at, string in zip(run[is_string].tolist(), compress(flat, is_string.tolist()), strict=True):
        strings[at].append(string)
    texts = {at: "\n".join([string[:6000] for string in mine]) for at, mine in strings.items()}
    everything = "\n".join(texts.values())
    small = everything.isascii()
    patterns, folded = (_SMALL_TEXTS, everything.lower()) if small else (_ALL_TEXTS, everything)
    in_any_case = _found(zip((out.urls, out.hosts, out.executables, out.places), patterns, strict=True), folded)
    as_written = _found(((out.addresses, _ADDRESS), (out.escapes, _ESCAPES)), everything)
    encoded = _ENCODED.search(everything) is not None
    out.spread[list(texts)] = _spread([text[:MOST_TEXT] for text in texts.values()])
    for at, text in texts.items():
        mine = strings[at]
        out.longest[at], out.size[at] = max(map(len, mine)), sum(map(len, mine))
        for word in _WORD.findall(text[:MOST_TEXT]):
            for i in _abilities(word):
                out.half[at, i] += 1
        for sought, said in ((in_any_case, text.lower() if small else text), (as_written, text)):
            for numbers, pattern in sought:
                numbers[at] = len(pattern.findall(said))
        if encoded:
            out.encoded[at] = sum(map(len, _ENCODED.findall(text)))
    return out


Sought = tuple[NDArray[np.int64], re.Pattern[str]]
"""Where a number goes, and the pattern that is counted."""


def _found(sought: Iterable[Sought], text: str) -> list[Sought]:
    """What stands in a text at all."""
    return [(numbers, pattern) for numbers, pattern in sought if pattern.search(text)]


_BITS = np.array([0.0, *(times * math.log2(times) for times in range(1, MOST_TEXT + 1))])
"""times x log2(times): the entropy of n characters is log2(n) less the sum of these over their counts, through n."""


def _spread(texts: list[str]) -> NDArray[np.float64]:
    """Bits a character of each of some texts of at most MOST_TEXT characters; 0 for empty ones."""
    everything = "".join(texts)
    if everything.isascii():
        return _entropies(everything, np.array([len(text) for text in texts], np.int64))
    each = [list(Counter(text).values()) for text in texts]
    return np.array([max(0.0, math.log2(sum(times)) - float(_BITS[times].sum()) / sum(times)) if times else 0.0 for times in each])


def _entropies(text: str, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Bits a character of each of the pieces of at most MOST_TEXT characters that an ASCII text is cut into; 0 for empty ones."""
    piece = np.repeat(np.arange(len(sizes)) << 7, sizes)
    times = np.bincount(piece | np.frombuffer(text.encode(), np.uint8), minlength=len(sizes) << 7).reshape(-1, 128)
    many = np.maximum(sizes, 1)
    bits: NDArray[np.float64] = np.maximum(np.log2(many) - _BITS[times].sum(axis=1) / many, 0.0)
    return bits
