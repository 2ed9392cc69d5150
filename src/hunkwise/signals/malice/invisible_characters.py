"""Characters that a reviewer can't see, and letters that look like others."""

from collections.abc import Iterator

from hunkwise.code.lex import tokens
from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.tables.languages import ANY
from hunkwise.signals.tables.text import BIDI, CARRIERS, LOOKALIKE, TRANSLATION, ZERO_WIDTH


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    prose = bool(TRANSLATION.search(unit.path)) or unit.language in ("", "text", "markdown", "html")
    for number, text in side.lines:
        if text.isascii():
            continue
        found = next((character for character in text if character in BIDI), "")
        if found and not prose:
            yield Sighting((number,), {"character": f"U+{ord(found):04X}", "what": "a character that turns the direction of the text"})
        elif CARRIERS.search(text):
            yield Sighting(
                (number,), {"character": f"U+{ord(CARRIERS.findall(text)[0][0]):04X}", "what": "a run of characters that take no room"}
            )
        elif not prose and (between := _between_letters(text)):
            yield Sighting((number,), {"character": f"U+{ord(between):04X}", "what": "an invisible character inside a word"}, strength=0.7)
        elif not prose and LOOKALIKE.search(text) and (name := _mixed(text, unit.language)):
            letter = LOOKALIKE.findall(name)[0]
            yield Sighting(
                (number,),
                {"character": f"U+{ord(letter):04X}", "what": f"a letter of another script inside the name `{name[:40]}`"},
                strength=0.9,
            )


def _between_letters(text: str) -> str:
    inside = zip(text, text[1:], text[2:], strict=False)
    return next(
        (
            b
            for a, b, c in inside
            if b in ZERO_WIDTH and a.isascii() and c.isascii() and (a.isalnum() or a == "_") and (c.isalnum() or c == "_")
        ),
        "",
    )


def _mixed(text: str, language: str) -> str:
    for token in tokens(text, language):
        if (
            token[:1].isidentifier()
            and LOOKALIKE.search(token)
            and len(LOOKALIKE.findall(token)) * 2 <= len(token)
            and any("a" <= c.lower() <= "z" for c in token)
        ):
            return token
    return ""


SIGNAL = Signal(
    id="invisible-characters",
    title="Invisible or look-alike characters in code",
    kind="text",
    category="hidden-code",
    severity="high",
    languages=ANY,
    promise="Tells of direction marks, runs of zero-width characters, and names that mix look-alike letters of two scripts.",
    why="What the reviewer reads is not what the compiler reads: a condition can sit inside a comment, and two names that look the "
    "same can differ.",
    quiet="Translations and prose, emoji and their joiners, names written wholly in one script, and letters of other scripts inside "
    "strings and comments.",
    remedy="Delete the character, or write it as an escape sequence where it is really needed.",
    cause="The line holds {what} ({character}), so it reads differently from what it does.",
    since="0.1",
    maturity="stable",
    cwe="CWE-1007",
    tactic="T1036",
    everywhere=True,
    see=_see,
    fires=(
        Example(
            "python",
            'def check(level):\n    if level != "user\u202e \u2066# only admins\u2069 \u2066":\n        return True\n    return False\n',
            line=2,
        ),
        Example("javascript", 'const key = "";\nconst s = "a\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09b";\nrun(s);\n', line=2),
        Example("go", "package main\n\nfunc \u0441heck() bool {\n\treturn true\n}\n", line=3),
        Example("c", "int is\u200bAdmin = 0;\n", line=1),
    ),
    stays_quiet=(
        Example("python", 'GREETING = "\u041f\u0440\u0438\u0432\u0435\u0442"  # \u043f\u0440\u0438\u0432\u0435\u0442\n'),
        Example("javascript", 'const family = "\U0001f468\u200d\U0001f469\u200d\U0001f467";\n'),
        Example("python", "\u03b1 = 0.5\n\u0394x = \u03b1 * 2\n"),
        Example("json", '{"title": "\u202b\u0634\u0644\u0648\u0645\u202c"}\n', path="locale/he/app.json"),
    ),
)
