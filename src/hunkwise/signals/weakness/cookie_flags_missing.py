"""A cookie that script or an unprotected connection can read."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Call, Side, Unit
from hunkwise.signals.indexed import index, named, shape, speaks, spots
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import parts, short, span
from hunkwise.signals.tables.languages import WEB

_STEMS = ("cookie", "session")
_OFF = "switches a protecting flag of a cookie off"
_SHAPES = (
    shape(
        _OFF,
        r"""\b(?:SESSION|CSRF|REMEMBER|LANGUAGE)_COOKIE_(?:SECURE|HTTPONLY)['"]?\]?\s*[=:]\s*False|\b(?:secure"""
        r"""|httponly)\s*=\s*False""",
        ("python",),
    ),
    shape(
        _OFF,
        r"""\bset(?:HttpOnly|Secure|UseHttpOnly)\(\s*false|\b(?:httpOnly|secure)\(\s*false|\bis(?:HttpOnly"""
        r"""|Secure)\s*=\s*false|\bsecure\s*=\s*false\b""",
        ("java", "kotlin"),
    ),
    shape(
        _OFF,
        r"""\b(?:HttpOnly|Secure|CookieHttpOnly|CookieSecure|RequireSSL)\s*=\s*false|\bHttpOnlyPolicy\.None\b"""
        r"""|\bCookieSecurePolicy\.(?:None|SameAsRequest)\b|\bHttpOnlyPolicy\s*=\s*HttpOnlyPolicy\.None""",
        ("csharp",),
    ),
    shape(_OFF, r"""\b(?:HttpOnly|Secure)\s*[:=]\s*false""", ("go",)),
    shape(_OFF, r"""\b['"]?(?:httpOnly|secure|httponly)['"]?\s*:\s*false""", ("javascript", "typescript", "tsx")),
    shape(_OFF, r"""\b(?:httponly|secure)\s*(?::|=>)\s*false|\b(?:cookies_?\w*|session)\.?(?:secure|httponly)\s*=\s*false""", ("ruby",)),
    shape(_OFF, r"""['"](?:session\.)?(?:cookie_)?(?:httponly|secure)['"]\s*(?:=>|,)\s*['"]?(?:false|0|off)\b""", ("php",)),
    shape(
        "lets script and plain connections read a cookie",
        r"""\bdocument\.cookie\s*=\s*[^\n]{0,60}(?i:session|token|auth|jwt)""",
        ("javascript", "typescript", "tsx"),
        strength=0.5,
    ),
)
_BARE = "sets a cookie without `Secure` and `HttpOnly`"
_DELETES = re.compile(r"(?i)expire|max_?-?age['\"]?\s*[=:,(]\s*(?:0|-1)\b|delete|clear|remove|time\(\)\s*-|''|\"\"|setMaxAge\(\s*0")
_ON = re.compile(r"(?i)secure['\"]?\)?\s*[:=(,>]+\s*(?:true|1\b|[a-z_!(])")
_HTTP = re.compile(r"(?i)http_?only['\"]?\)?\s*[:=(,>]+\s*(?:true|1\b|[a-z_!(])")


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    if not speaks(side, _STEMS):
        return
    yield from spots(unit, side, ("cookie", "session"), _SHAPES)
    code = index(side).code
    for call in named(side, _SETTERS.get(unit.language, ())):
        if _sets_cookie(call, unit.language) and not _DELETES.search(_told(call)) and not _protected(call, unit.language, code):
            yield Sighting(span(call.line, call.end), {"call": short(call.path, 60), "how": _BARE}, strength=0.6)


_SETTERS = {
    "python": ("set_cookie",),
    "java": ("Cookie",),
    "kotlin": ("Cookie",),
    "php": ("setcookie", "setrawcookie"),
    "javascript": ("cookie", "session", "cookieSession"),
    "typescript": ("cookie", "session", "cookieSession"),
    "go": ("SetCookie",),
    "csharp": ("CookieOptions", "HttpCookie"),
}


def _told(call: Call) -> str:
    return ", ".join(f"{given.name}={given.text}" for given in call.args)


def _sets_cookie(call: Call, language: str) -> bool:
    """Whether a call of one of the names sets a cookie and isn't something else of that name."""
    if language in ("javascript", "typescript"):
        if call.name == "cookie":
            return len(call.args) >= 2 and parts(call.path)[0] in ("res", "response", "reply", "ctx")
        return (len(parts(call.path)) == 1 and bool(call.args) and "secret" in call.args[0].text) or call.name == "cookieSession"
    if language == "python":
        return len(call.args) >= 2
    if language in ("java", "kotlin"):
        return len(call.args) == 2
    return True


def _protected(call: Call, language: str, code: str) -> bool:
    """Whether both flags are set in the call, or anywhere in the unit where the cookie is an object."""
    told = _told(call)
    if language == "php":
        return len(call.args) >= 7 or (len(call.args) == 3 and not call.args[2].text.isdigit() and "time" not in call.args[2].text)
    if language == "python":
        return "**" in told or bool(_ON.search(told) and _HTTP.search(told))
    if language in ("javascript", "typescript"):
        if call.name == "cookie" and len(call.args) > 2 and not call.args[2].text.startswith("{"):
            return True
        return bool(_ON.search(told) and (_HTTP.search(told) or call.name != "cookie"))
    return bool(_ON.search(code) and _HTTP.search(code))


SIGNAL = Signal(
    id="cookie-flags-missing",
    title="A cookie without its protecting flags",
    kind="pattern",
    category="cookie",
    severity="medium",
    languages=WEB - {"html", "vue"},
    promise="Tells where a cookie is set without, or with switched-off, `Secure` or `HttpOnly`.",
    why=("Script in the page can read it, or it travels over a connection that others read; with a session's cookie they are that user."),
    quiet="Cookies with both flags, settings that turn them on, cookies that are deleted.",
    remedy="Set `Secure`, `HttpOnly` and `SameSite` on every cookie that script needn't read.",
    cause="`{call}` {how}.",
    since="0.2",
    maturity="stable",
    cwe="CWE-614",
    see=_see,
    fires=(
        Example("python", 'def answer(response, token):\n    response.set_cookie("session", token)\n', line=2),
        Example("python", "SESSION_COOKIE_SECURE = False\n", line=1),
        Example("javascript", 'function answer(res, token) {\n  res.cookie("session", token, { httpOnly: false });\n}\n', line=2),
        Example(
            "java",
            (
                "class A {\n  void answer(HttpServletResponse response, String token) {\n"
                '    Cookie c = new Cookie("session", token);\n    response.addCookie(c);\n  }\n}\n'
            ),
            line=3,
        ),
        Example("php", '<?php\nsetcookie("session", $token);\n', line=2),
        Example(
            "go",
            (
                "package a\n\nfunc answer(w http.ResponseWriter, token string) {\n"
                '\thttp.SetCookie(w, &http.Cookie{Name: "session", Value: token})\n}\n'
            ),
            line=4,
        ),
        Example("csharp", "class A {\n  object Make() { return new CookieOptions { Secure = false, HttpOnly = true }; }\n}\n", line=2),
    ),
    stays_quiet=(
        Example(
            "python",
            ('def answer(response, token):\n    response.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")\n'),
        ),
        Example("javascript", 'function answer(res, token) {\n  res.cookie("session", token, { httpOnly: true, secure: true });\n}\n'),
        Example(
            "java",
            (
                "class A {\n  void answer(HttpServletResponse response, String token) {\n"
                '    Cookie c = new Cookie("session", token);\n    c.setSecure(true);\n    c.setHttpOnly(true);\n'
                "    response.addCookie(c);\n  }\n}\n"
            ),
        ),
        Example(
            "go",
            (
                "package a\n\nfunc answer(w http.ResponseWriter, token string) {\n"
                '\thttp.SetCookie(w, &http.Cookie{Name: "session", Value: token, Secure: true, HttpOnly: true})\n}\n'
            ),
        ),
    ),
)
