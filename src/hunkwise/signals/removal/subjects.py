"""What a condition is about, and how a branch refuses: the same question for every signal that tells of a lost guard."""

import re
from functools import lru_cache

from hunkwise.code.model import Guard, Side
from hunkwise.signals.seeing import words
from hunkwise.signals.tables.guards import (
    AUTHENTICATION,
    AUTHORISATION,
    BOUND,
    DEPTH,
    FORGERY,
    NOTHING,
    OWNERSHIP,
    PERMISSION,
    RESULT,
    SIGNATURE,
    SIZE,
    STRONG_AUTHORISATION,
    WHOSE,
)
from hunkwise.signals.tables.languages import C

ORDER = frozenset({"<", ">", "<=", ">=", "-lt", "-gt", "-le", "-ge"})
EQUAL = frozenset({"==", "!=", "===", "!==", "is", "is not", "eq", "ne", "-eq", "-ne", "<>"})
_MEASURES = frozenset({"sizeof", "strlen", "len"})
_NOISE = re.compile(r"""\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|"[^"]*"|'[^']*'""")
"""Names of constants and texts: an error code or a key of a setting is no check of a right."""
_FORM = frozenset({"valid", "validate", "validated", "validator", "safe", "access", "session", "cap"})
_ASKS = frozenset({"has", "check", "require", "verify", "ensure", "can", "may"})
_OVERFLOW = re.compile(
    r"\b(?:S?SIZE|U?INT|U?LONG|U?LLONG|USHRT|SHRT|CHAR|U?INT(?:8|16|32|64|PTR)|PTRDIFF|OFF|DWORD|G_MAX\w+|SIZE_T)_?(?:T_)?MAX\b|G_MAX[A-Z0-9]+"
    r"|numeric_limits|MAX_VALUE|math\.Max[A-Z]|(?i:overflow)|\w+_(?:add|mul|sub)(?:_overflow)?\s*\(|/\s*\(?\s*sizeof|type\(u?int\d*\)\.max"
)
_WRAPS = re.compile(r"^\s*\(?\s*(\w[\w.>\-]*)\s*\+\s*[\w.>\-]+\s*\)?\s*<\s*\1\b")
_PATH = re.compile(
    r"""(?i)["'`](?:\.\./?|/\.\.|\.\.\\+|/|\\\\|//)["'`]|symlink|traversal|is_?abs|is_?absolute|is_relative_to|common(?:path|prefix)"""
    r"|S_IS(?:LNK|REG|DIR)|O_NOFOLLOW|beyond_\w*link|is_?local\("
)
_LINES = re.compile(r"""\\[rn0](?![\w])|\\x0[0ad]|%0[ad]|iscntrl|is_control|isprint|CRLF""")
_KEYS = re.compile(r"__proto__|\bprototype\b|hasOwn|\bconstructor\b")
_TYPE = re.compile(
    r"\b(?:isinstance|typeof|instanceof|is_(?:string|array|int|numeric|object|scalar)|issubclass|isArray|isString|isObject)\b"
)
_CHECKS = re.compile(
    r"(?i)valid|verif|sanit|check|match|allow|permit|forbid|block|deny|safe|trust|secure|legal|conform|accept|reject|restrict|supported"
    r"|starts_?with|ends_?with|has_?prefix|has_?suffix|contains|includes|\btest\b|isdigit|isalnum|isalpha|strspn|strpbrk|strchr|strstr"
)
_ERROR = re.compile(
    r"(?i)err(?!no\b)|fail|invalid|inval|corrupt|denied|deny|forbid|unauth|abort|reject|unsupported|illegal|malform|overflow|too_?(?:large|long|many)"
    r"|\bE[A-Z]{3,}\b|(?<![\w.])[45]\d\d(?!\w)|^\(?\s*-\s*\w|exception|not_?allowed|bad_?|LOG_TEST|\bNOK\b|\bNG\b"
)
_NOTHING = re.compile(
    r"(?i)^\(?\s*(?:|none|null|nil|nullptr|undefined|\w*false|0|0l|\[\]|\{\}|\"\"|''|''|void 0|zero|\(\w[\w ]*\*\)\s*(?:0|null))\s*\)?$"
)
_GOOD = re.compile(r"(?i)^\(?(?:0|true|ok|\w*_ok|\w*success\w*|good|yes)\)?$")


def refusal(guard: Guard, side: Side) -> str:
    """How the branch of a guard leaves: `raise`, `jump` (goto, break, continue), `error`, `nothing`, `value`; empty where it doesn't."""
    if guard.kind == "assert":
        return "raise"
    if guard.kind != "exit":
        return ""
    last = max(guard.end, guard.line)
    inside = [one for one in side.facts.exits if guard.line <= one.line <= last]
    if not inside:
        return "raise"  # a call that never comes back
    leave = inside[-1]
    if leave.kind in ("break", "continue", "goto", "next", "last", "redo"):
        return "jump"
    if leave.kind != "return":
        return "raise"
    told = leave.value.text
    if _NOTHING.match(told):
        return "nothing"
    return "error" if _ERROR.search(told) else "value"


def subject(guard: Guard, language: str) -> str:
    """What a condition is about, by the first of these that fits.

    `forgery`, `signature`, `ownership`, `authentication`, `permission`, `right`, `overflow`, `depth`, `keys`, `path`, `lines`,
    `presence`, `size`, `bound`, `type`, `check`, `result`, `value`.
    """
    return _right(guard.kind, guard.text, bool(guard.calls)) or ("" if guard.kind == "attribute" else _shape(guard, language)) or "value"


@lru_cache(maxsize=4096)
def _right(kind: str, text: str, calls: bool) -> str:
    """The right that a condition is about, or an empty text."""
    spoken = words(_NOISE.sub(" ", text))
    if spoken & FORGERY:
        return "forgery"
    strong = spoken & STRONG_AUTHORISATION
    weak = spoken & AUTHORISATION
    asked = (kind == "attribute" and bool(weak - _FORM)) or bool(calls and spoken & _ASKS)
    if spoken & SIGNATURE and (asked or spoken & {"verify", "verified", "valid", "check", "compare", "equal", "cmp", "memcmp"}):
        return "signature"
    if spoken & OWNERSHIP and ("=" in text or asked):
        return "ownership"
    if len(spoken & WHOSE) > 1 and re.search(r"[=!]=|\bis\b|\bne\b|\beq\b|equals", text):
        return "ownership"
    if not (strong or len(weak) > 1 or (weak and asked)):
        return ""
    if spoken & AUTHENTICATION and not spoken & PERMISSION:
        return "authentication"
    return "permission" if spoken & PERMISSION else "right"


def _shape(guard: Guard, language: str) -> str:
    """What the form of a condition says that it is about, or an empty text."""
    text, c = guard.text, language in C
    ordered = [one for one in guard.comparisons if one[1] in ORDER]
    if _OVERFLOW.search(text) or _WRAPS.search(text):
        return "overflow"
    if ordered and any(words(left + " " + right) & DEPTH for left, _, right in ordered):
        return "depth"
    if _KEYS.search(text):
        return "keys"
    if _PATH.search(text):
        return "path"
    if _LINES.search(text):
        return "lines"
    if (result := _result(guard, language)) or _present(guard, language, c):
        return result or "presence"
    for left, _, right in ordered:
        spoken = words(left + " " + right)
        if spoken & SIZE:
            return "size"
        if c or spoken & BOUND:
            return "bound"
    if _TYPE.search(text):
        return "type"
    return "check" if _CHECKS.search(" ".join(guard.calls) or text) else ""


def _result(guard: Guard, language: str) -> str:
    """`result` where a condition asks whether a call went well."""
    asked = [call for call in guard.calls if call not in _MEASURES]
    for left, operator, right in guard.comparisons:
        plain = right in NOTHING or right in ("-1", "TRUE", "FALSE", "true") or right.isupper()
        if not plain:
            continue
        if (
            operator in (*EQUAL, *ORDER)
            and words(left) & RESULT
            and left.replace("_", "").isalnum()
            and not (language in C and right == "NULL")
        ):
            return "result"
        if operator in (*EQUAL, *ORDER) and asked and left.rstrip().endswith(")") and not _CHECKS.search(" ".join(asked)):
            return "result"
    return ""


def _present(guard: Guard, language: str, c: bool) -> bool:
    """Whether a condition asks for the presence of a value."""
    for left, operator, right in guard.comparisons:
        if operator in EQUAL and (left in NOTHING or right in NOTHING) and not guard.calls:
            spelt = right in ("NULL", "nullptr", "null", "nil", "None", "undefined")
            if spelt or (c and right == "0" and not words(left) & (SIZE | BOUND)):
                return language != "go" or not re.match(r"(?i)^\w*err(?:or)?$", left)
    bare = not guard.comparisons and not guard.calls and len(guard.names) == 1
    return (
        bare
        and guard.kind in ("exit", "assert", "wrap")
        and (guard.text.startswith("!") or guard.text.startswith("not ") or guard.kind == "assert")
    )
