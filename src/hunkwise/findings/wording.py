"""What a commit message claims: a security fix, how sure that is, of which class. For labels alone: no change is judged by it."""

import re

from msgspec import Struct

_ADVISORY = re.compile(r"\b((?:cve|rustsec|pysec|go)-\d{4}-\d{1,7}|ghsa(?:-[23456789cfghjmpqrvwx]{4}){3})\b")
_MENDS = re.compile(
    r"\b(?:fix(?:e[sd])?|prevent(?:s|ed)?|avoid(?:s|ed)?|mitigat\w+|address(?:es|ed)?|protect(?:s|ed)?|guard(?:s|ed)?|reject(?:s|ed)?|harden(?:s|ed)?"
    r"|patch(?:es|ed)?|clos(?:e|es|ed)|resolv(?:e|es|ed)|correct(?:s|ed)?|disallow(?:s|ed)?|stop(?:s|ped)?|remov(?:e|es|ed)|eliminat\w+|plug)\b",
)
_BUMP = re.compile(
    r"^\W*(?:\w+\([^)]*\):\s*|\w+:\s*)?(?:bump|upgrade|update|renovate)\w*\b.{0,80}\b(?:to|from|version|deps?|dependenc\w+)\b"
)
_UNDOES = re.compile(r"^\W*(?:revert|reapply|reland|merge|backout|back out)\b")
_BLAMED = re.compile(r"^\s*fixes:?\s+(?:commit\s+)?([0-9a-f]{8,40})\b", re.MULTILINE)
_REVERTED = re.compile(r"\bthis reverts commit ([0-9a-f]{8,40})\b")

_CLASSES: tuple[tuple[str, str, float], ...] = (
    # (words, CWE, how sure a mending message with them is)
    (r"sql[- ]?injection|\bsqli\b", "CWE-89", 0.85),
    (r"\bxss\b|cross[- ]site[- ]script", "CWE-79", 0.85),
    (r"\bcsrf\b|\bxsrf\b|cross[- ]site request forger", "CWE-352", 0.7),
    (r"(?:path|directory) traversal|zip[- ]?slip", "CWE-22", 0.85),
    (r"(?:command|shell|argument)[- ]injection", "CWE-78", 0.85),
    (r"code injection|remote code execution|\brce\b|arbitrary code", "CWE-94", 0.85),
    (r"(?:template|header|log|ldap|nosql|html|crlf)[- ]injection", "CWE-74", 0.8),
    (r"\bssrf\b|server[- ]side request forger", "CWE-918", 0.85),
    (r"\bxxe\b|xml external entit|billion laughs", "CWE-611", 0.85),
    (r"open redirect", "CWE-601", 0.8),
    (r"(?:unsafe|insecure|untrusted) deseriali[sz]", "CWE-502", 0.85),
    (r"prototype pollution", "CWE-1321", 0.85),
    (r"\bredos\b|catastrophic backtrack", "CWE-1333", 0.8),
    (r"(?:heap|stack|buffer|global)[- ](?:buffer[- ])?(?:overflow|overrun)|out[- ]of[- ]bounds? write|\boob write", "CWE-787", 0.75),
    (
        r"(?:heap|buffer|stack)[- ](?:over-?read|buffer over-?read)|out[- ]of[- ]bounds? (?:read|access)|\boob\b|read past the end",
        "CWE-125",
        0.75,
    ),
    (r"use[- ]after[- ]free|\buaf\b|dangling pointer", "CWE-416", 0.75),
    (r"double[- ]free", "CWE-415", 0.75),
    (r"integer (?:over|under)flow", "CWE-190", 0.65),
    (r"null(?:[- ]?pointer)?[- ]deref|nullptr deref", "CWE-476", 0.45),
    (r"uninitiali[sz]ed (?:memory|read|value|variable|use)", "CWE-457", 0.5),
    (r"format[- ]string (?:vuln|bug|attack|issue)", "CWE-134", 0.8),
    (r"(?:priv(?:ilege)?|permission)s? escalation|privesc", "CWE-269", 0.85),
    (
        r"(?:auth\w*|permission|access[- ]control|acl|login|2fa|mfa) bypass|bypass(?:ing)? (?:of )?(?:auth|permission|access)|\bidor\b",
        "CWE-863",
        0.8,
    ),
    (r"(?:missing|improper|incorrect|broken) (?:auth\w*|permission|access)[- ]?(?:control|check)?s?", "CWE-862", 0.7),
    (r"timing (?:attack|side|leak|oracle)|constant[- ]time|side[- ]channel", "CWE-208", 0.7),
    (
        r"information (?:leak|disclosure|exposure)|\binfo ?leak|leak(?:s|ing)? (?:of )?(?:credential|password|secret|token|sensitive)",
        "CWE-200",
        0.65,
    ),
    (r"re-?entran(?:cy|t)", "CWE-841", 0.6),
    (r"session (?:fixation|hijack)", "CWE-384", 0.8),
    (r"request smuggling|response splitting", "CWE-444", 0.85),
    (r"denial[- ]of[- ]service|\bdos\b (?:attack|vuln|vector)|resource exhaustion|zip bomb|decompression bomb", "CWE-400", 0.65),
    (
        r"front[- ]?run|price manipulation|share inflation|inflation attack|flash ?loan attack|signature replay|replay attack",
        "CWE-840",
        0.6,
    ),
)
_COMPILED = tuple((re.compile(words), cwe, sure) for words, cwe, sure in _CLASSES)
_SECURITY = re.compile(
    r"\bsecurity (?:fix|issue|vuln\w*|hole|bug|patch|problem|flaw|hardening|audit)|\bvulnerab\w+|\bexploit(?:able|ed|s)?\b|\bmalicious\b"
    r"|\[security\]|\baudit (?:fix|finding|issue)|\b[hm]-\d{2}\b.{0,40}\b(?:fix|audit|finding)",
)
_HINT = re.compile(
    r"secur|vuln|attack|exploit|sanitiz|sanitis|escap|overflow|overrun|unsafe|\bfuzz|\basan\b|crash|\bcve\b|inject|permission|authoriz"
)
_SIGNED = re.compile(r"^\s*(?:signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|author|cc):.*$", re.MULTILINE)
_STEMS = (
    "secur vuln cve- ghsa- rustsec pysec go-20 inject sqli xss cross csrf xsrf travers slip exec rce ssrf request "
    "xxe xml laugh redirect serial pollut redos backtrack overflow overrun bound oob over-read overread free uaf "
    "dangl past underflow deref uninit format escalat privesc bypass idor access auth permission timing constant "
    "channel leak disclos exposure entran session smuggl split denial dos exhaust bomb front price inflation flash "
    "replay audit exploit malicious attack sanit escap unsafe fuzz asan crash fixes reverts h-0 m-0 h-1 m-1"
).split()
"""One of these stands in every message of which anything is claimed: quick to look for."""
READ = 2_000
"""Characters of a message that are read."""


class Claim(Struct, frozen=True):
    """What a message says of its commit.

    `sureness` in [0, 1] that the commit mends a flaw, 0 where nothing says so; `by` names what says so (`advisory`, `wording`); `hint` is
    true of every message that talks of security at all, which makes its commit no ordinary one. `blames` are the abbreviated ids of commits
    that a `Fixes:` trailer names, `undoes` those that it reverts.
    """

    sureness: float = 0.0
    by: str = ""
    advisories: tuple[str, ...] = ()
    cwe: tuple[str, ...] = ()
    hint: bool = False
    blames: tuple[str, ...] = ()
    undoes: tuple[str, ...] = ()


def claim_of(message: str) -> Claim:
    """Reads the first `READ` characters of a commit message. Reverts and updates of dependencies claim nothing."""
    text = _SIGNED.sub("", message[:READ].lower())
    if not any(stem in text for stem in _STEMS):
        return Claim()
    subject = text.lstrip().split("\n", 1)[0]
    advisories = tuple(dict.fromkeys(found.upper() for found in _ADVISORY.findall(text)))
    undoes = tuple(_REVERTED.findall(text))
    security = _SECURITY.search(text) is not None
    classes = [(cwe, sure) for words, cwe, sure in _COMPILED if words.search(text)]
    hint = bool(advisories or security or classes) or _HINT.search(text) is not None
    if _UNDOES.search(subject) or _BUMP.search(subject):
        return Claim(hint=True, advisories=advisories, undoes=undoes if security or classes else ())
    cwe = tuple(dict.fromkeys(name for name, _ in classes))[:3]
    blames = tuple(_BLAMED.findall(text))
    if advisories:
        return Claim(0.95, "advisory", advisories, cwe, True, blames)
    mends = _MENDS.search(text) is not None
    in_subject = [sure for words, _, sure in _COMPILED if words.search(subject)]
    if mends and in_subject:
        return Claim(max(in_subject), "wording", (), cwe, True, blames)
    if mends and (_SECURITY.search(subject) or (security and classes)):
        return Claim(0.7, "wording", (), cwe, True, blames)
    return Claim(hint=hint, cwe=cwe, blames=())
