"""A password or header that only its author knows."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_COMPARED = re.compile(
    r"(?i)\b(?:el(?:se )?if|elif|if)\b[^\n{:]{0,120}?\b(?P<what>\w*(?:password|passwd|pwd|secret|token|api_?key|auth"
    r"|backdoor|master_?key|magic)\w*(?:[\])}\"'.\w]*)|(?:headers?(?:\.get)?\s*[\[(]|getHeader\("
    r"|header\()\s*[\"'][\w-]+[\"']\s*[\])]\s*)"
    r"\s*(?:={2,3}|\.equals\(|\bis\b|\.eql\?)\s*[\"'](?P<value>[^\"'\n]{6,120})[\"'](?P<rest>[^\n]{0,200}\n?[^\n]{0,200}\n?[^\n]{0,160})"
)
_LETS_IN = re.compile(
    r"(?i)return\s+(?:True|1|next\(|user|admin|ok)|is_?admin\w*\s*=\s*(?:True|1)|role\w*\s*=\s*[\"'](?:admin|root)|login\("
    r"|next\(\)|\b(?:exec|eval|system|spawn|popen)\w*\(|grant|authenticated\s*=|setuid\(0|session\["
)
_PLAIN = re.compile(
    r"(?i)^(?:basic|bearer|digest|password|token|secret|none|null|undefined|true|false|[a-z]+[-_ ][a-z_ -]+|\s*|\*+|<.*>"
    r"|\$\{.*|changeme|required|invalid\w*|string|text|json|session|oauth2?|api_?key)$"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    for found in _COMPARED.finditer(view.text):
        if _PLAIN.match(found["value"]) or not _LETS_IN.search(found["rest"]):
            continue
        odd = re.search(r"\d", found["value"]) is not None
        strength = 0.7 if odd else 0.45
        yield Sighting(
            (view.line(found.start()),),
            {"guard": " ".join(found[0].splitlines()[0].split())[:90], "name": found["what"][:40]},
            strength=strength,
        )


_see = in_files(_look, "passw", "passwd", "pwd", "secret", "token", "key", "auth", "backdoor", "magic", "header")


SIGNAL = Signal(
    id="backdoor-credential",
    title="A way in that only its author knows",
    kind="payload",
    category="backdoor",
    severity="critical",
    languages=CODE,
    promise=(
        "Tells of a password, key, user or header compared with a written-out value, where the match lets in, makes an "
        "admin, or runs something."
    ),
    why="Whoever reads the source, or wrote it, is let in.",
    quiet="Tests, empty values, configured secrets, comparisons that only choose a mode.",
    remedy="Delete the branch; keep credentials out of the source.",
    cause="`{guard}` lets in whoever knows `{name}`.",
    since="0.2",
    maturity="preview",
    cwe="CWE-798",
    tactic="T1556",
    see=_see,
    fires=(
        Example(
            "python",
            'def login(user, password):\n    if password == "s3same-0pen-42":\n        return True\n    return check(user, password)\n',
            line=2,
        ),
        Example(
            "javascript",
            "function guard(req, res, next) {\n"
            '  if (req.headers["x-debug-access"] === "9f8e7d6c5b") {\n'
            "    return next();\n"
            "  }\n"
            "  return res.status(401).end();\n"
            "}\n",
            line=2,
        ),
    ),
    stays_quiet=(
        Example("python", 'def login(user, password):\n    if password == "":\n        return False\n    return check(user, password)\n'),
        Example(
            "javascript", 'function kind(token) {\n  if (token.type === "bearer") {\n    return "header";\n  }\n  return "query";\n}\n'
        ),
    ),
)
