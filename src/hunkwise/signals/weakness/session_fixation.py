"""A session that somebody else may have started."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import index, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, span, words
from hunkwise.signals.tables.languages import WEB

_STEMS = ("session",)
_KEEPS = "keeps a session over the log-on"
_SHAPES = (
    shape(
        "takes a session's name from the request",
        r"\bsession_id\(\s*\$_(?:GET|POST|REQUEST|COOKIE)\b|\bsession\.use_trans_sid['\"]\s*,\s*['\"]?1"
        r"|\bsession\.use_only_cookies['\"]\s*,\s*['\"]?(?:0|false)",
        ("php",),
    ),
    shape(
        _KEEPS,
        r"\bsessionFixation\(\s*\)\s*\.\s*none\(\)|\bsessionFixation\(\s*\(?\w+\)?\s*->\s*\w+\.none\(\)"
        r"|SessionFixationConfigurer::none|\bSessionFixation\s*=\s*\"none|\bsetUseTransSid",
        ("java", "kotlin"),
    ),
    shape(
        "puts a session's name into addresses",
        r"\bencode(?:Redirect)?U[Rr][Ll]\(|\bSessionTrackingMode\.URL\b|\bCookieless\s*=\s*(?:\"?UseUri"
        r"|HttpCookieMode\.UseUri)|\bregenerateExpiredSessionId\s*=\s*\"?false",
        ("java", "kotlin", "csharp"),
        strength=0.5,
    ),
    shape(
        "takes a session's name from the request",
        r"\bsession(?:_key|_id|ID|Id)\s*=\s*(?:self\.)?(?:request\.(?:GET|args|values|cookies|form)|req\.(?:query|body))\b",
        ("python", "javascript", "typescript"),
        strength=0.6,
    ),
)
_RENEWS = re.compile(
    r"(?i)regenerate|cycle_key|cycleKey|rotate|invalidate|changeSessionId|reset_session|session\.clear"
    r"|session\.flush|renew|Abandon\(|login_user\(|session_unset|migrate|destroy"
)
_WHO = frozenset({"user", "userid", "username", "uid", "loggedin", "authenticated", "isloggedin", "auth", "login", "account"})
_LOGS_ON = frozenset({"login", "signin", "authenticate", "logon", "log"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    yield from spots(unit, side, _STEMS, _SHAPES)
    if unit.language not in ("php", "javascript", "typescript", "ruby", "java") or _RENEWS.search(index(side).code):
        return
    for one in side.facts.assignments:
        target = one.targets[0] if one.targets else ""
        root = parts(target)[0].lower() if target else ""
        within = words(one.function or unit.name) & _LOGS_ON
        if within and (root == "_session" or "session" in [piece.lower() for piece in parts(target)[:2]]) and _who(target, side, one.line):
            yield Sighting(
                span(one.line, one.line), {"call": target, "how": "names the user in a session that isn't renewed"}, strength=0.5
            )


def _who(target: str, side: Side, line: int) -> bool:
    """Whether a field of the session says who is logged on."""
    row = dict(side.lines).get(line, "")
    told = words(f"{target} {row.split('=')[0]}")
    return bool(told & _WHO)


SIGNAL = Signal(
    id="session-fixation",
    title="A session keeps its name when its user logs on",
    kind="pattern",
    category="session",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise=(
        "Tells where a session's name is taken from a request, where a framework is told to keep a session over the "
        "log-on, and where a log-on writes the user into a session that isn't renewed."
    ),
    why="Whoever gave the victim the session's name is logged on as them.",
    quiet="Sessions renewed at the log-on.",
    remedy="Start a new session when somebody logs on, and take its name from nobody.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-384",
    see=_see,
    fires=(
        Example("php", '<?php\nsession_id($_GET["sid"]);\n', line=2),
        Example(
            "java",
            ("class A {\n  void set(HttpSecurity http) throws Exception { http.sessionManagement().sessionFixation().none(); }\n}\n"),
            line=2,
        ),
        Example("php", '<?php\nfunction login($user) {\n  $_SESSION["user"] = $user;\n}\n', line=3),
    ),
    stays_quiet=(
        Example("php", '<?php\nfunction login($user) {\n  session_regenerate_id(true);\n  $_SESSION["user"] = $user;\n}\n'),
        Example(
            "java",
            (
                "class A {\n"
                "  void set(HttpSecurity http) throws Exception { http.sessionManagement().sessionFixation().migrateSession(); }\n"
                "}\n"
            ),
        ),
    ),
)
