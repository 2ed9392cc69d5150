"""What signals and heads see of code: units with both sides, and language-neutral facts about each side.

All line numbers are those of the file (from 1) on the side in question. Facts are in the order of the source.
"""

from typing import Literal

from msgspec import Struct

Role = Literal["product", "test", "example", "generated", "vendored"]


class Argument(Struct, frozen=True, gc=False):
    """An expression: the argument of a call, the right side of an assignment, an operand.

    `text` is the source with white space collapsed, at most 300 characters. `names` are the variables and dotted paths that it reads
    (`req.query.id` once, as the longest path), `calls` the dotted paths of the calls inside. `literal` is the constant's own value
    where the
    whole is one constant. `built` says that it is a string put together from parts that aren't all constant (concatenation, interpolation,
    format); `strings` are the constant parts of strings inside.
    """

    text: str
    name: str = ""
    names: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    literal: str | None = None
    built: bool = False
    strings: tuple[str, ...] = ()


class Call(Struct, frozen=True, gc=False):
    """A call. `path` is dotted with its receiver (`cursor.execute`, `os.system`, `std::mem::transmute` as `std.mem.transmute`), `name`
    its last part.

    `used` is false for a call that is a statement of its own: its result is ignored. `function` names the definition it stands in.
    """

    path: str
    name: str
    args: tuple[Argument, ...]
    line: int
    end: int
    used: bool = True
    function: str = ""
    options: tuple[Argument, ...] = ()
    """Solidity call options (`{value: x}`), trailing blocks: `name` is the key."""


class Assignment(Struct, frozen=True, gc=False):
    """`targets` are dotted paths (`self.x`, `balances[msg.sender]` as `balances`); `operator` is `=`, `+=`, `:=`, `let`, `delete` and
    so on.
    Declarations with a value, default parameters' values excluded, for-each targets (`operator` is `for`) and `with ... as x` (`as`)
    count."""

    targets: tuple[str, ...]
    value: Argument
    line: int
    end: int
    operator: str = "="
    function: str = ""


GuardKind = Literal["exit", "wrap", "assert", "attribute", "loop", "catch", "ternary"]


class Guard(Struct, frozen=True, gc=False):
    """A condition that decides whether later or inner code runs.

    `exit`: an if whose branch leaves (return, raise, throw, continue, goto, exit); `wrap`: an if around a body; `assert`: assert, require,
    `check!`; `attribute`: decorator, annotation, modifier; `loop`: while or for; `catch`: an exception handler (`text` names what is
    caught); `ternary`: a conditional expression. `text` is the condition with white space collapsed and outer parentheses taken off;
    `comparisons` are (left, operator, right) texts; `body` the first and last line of what it protects (the rest of the function for `exit`
    and `assert`).
    """

    kind: GuardKind
    text: str
    names: tuple[str, ...]
    calls: tuple[str, ...]
    line: int
    end: int
    body: tuple[int, int]
    comparisons: tuple[tuple[str, str, str], ...] = ()
    function: str = ""
    empty: bool = False
    """A `catch` whose body does nothing (pass, comment, nothing)."""


class Definition(Struct, frozen=True, gc=False):
    """A function, method, class, contract or the like. `attributes` are decorators, annotations, modifiers and visibility words as text."""

    kind: Literal["function", "class"]
    name: str
    params: tuple[str, ...]
    line: int
    end: int
    attributes: tuple[str, ...] = ()
    parent: str = ""


class Access(Struct, frozen=True, gc=False):
    """An element reached by an index or a pointer: `base[index]`, `*base` (with an empty index). `write` where it is assigned to."""

    base: str
    index: Argument
    line: int
    write: bool = False
    function: str = ""


class Text(Struct, frozen=True, gc=False):
    """A string literal (its value, at most 20,000 characters) or a comment, with its lines."""

    value: str
    line: int
    end: int


class Exit(Struct, frozen=True, gc=False):
    """A return, raise, throw, break or continue with what it hands out."""

    kind: str
    value: Argument
    line: int
    function: str = ""


class Import(Struct, frozen=True, gc=False):
    """A module, header, crate or file brought in, and the names taken from it."""

    module: str
    names: tuple[str, ...]
    line: int


class Facts(Struct, frozen=True):
    """What one walk over a syntax tree found. `parsed` is false where no grammar fits: then only strings and comments come, from the
    lexer."""

    calls: tuple[Call, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    guards: tuple[Guard, ...] = ()
    definitions: tuple[Definition, ...] = ()
    accesses: tuple[Access, ...] = ()
    exits: tuple[Exit, ...] = ()
    imports: tuple[Import, ...] = ()
    strings: tuple[Text, ...] = ()
    comments: tuple[Text, ...] = ()
    parsed: bool = False
    errors: int = 0


class Side(Struct, frozen=True):
    """One side of a unit.

    `lines` are (number, text) in order; `changed` the numbers of lines that differ from the other side, without those that were only moved,
    reindented or reformatted. `facts` are those of this unit; `whole` those of everything of the file that is at hand, and `around` the
    lines of all of that (shared by all units of the file).
    """

    lines: tuple[tuple[int, str], ...]
    changed: frozenset[int]
    facts: Facts
    whole: Facts
    around: tuple[tuple[int, str], ...] = ()

    @property
    def text(self) -> str:
        """The unit's source on this side."""
        return "\n".join(line for _, line in self.lines)


class Unit(Struct, frozen=True):
    """A function or region that a change touches, before and after.

    `kind` is `function` where a definition encloses the changed lines, `region` for other code, `file` for manifests, workflows and other
    files that are read as a whole. `complete` says that the whole file was at hand; a patch shows only hunks. `id` is unique in a change.
    """

    id: str
    path: str
    old_path: str
    language: str
    role: Role
    kind: Literal["function", "region", "file"]
    name: str
    before: Side | None
    after: Side | None
    complete: bool

    @property
    def line(self) -> int:
        """The first changed line of the head side (of the base side where lines were only taken away), for pointing at."""
        for side in (self.after, self.before):
            if side is not None and side.changed:
                return min(side.changed)
        side = self.after or self.before
        return side.lines[0][0] if side is not None and side.lines else 1
