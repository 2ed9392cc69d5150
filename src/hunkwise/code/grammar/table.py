"""The form of a language's table: what each node type of a grammar means, and where its parts stand.

A part is named by a `pick`:

- `left`: the child in a field;
- `#0`, `#-1`: a named child by its place; `#only` where it is alone, `#0of2` where there are more, `#-1!else` the last that is no `else`;
- `@block`, `@block,body`, `@'in'`: the first child of a type, of several types, or a token;
- `a/b`: two steps down; `a b`: the one, or the other where that isn't there; `.`: the node itself; nothing: never there.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """What a node type means: a verb that `visits.py` knows, the picks of its parts, and words that qualify it."""

    verb: str
    picks: tuple[str, ...] = ()
    word: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A language: `rules` by node type, and what else differs between languages.

    - `skip`: fields under which an identifier is no variable;
    - `blocks`: node types that only hold statements; `leaves`: statements that leave (return, throw, ...); `nothing`: what does nothing;
    - paths of calls: `stops` never come back, `asserts` check their first argument, `exits` are told as exits, `imports` bring in what
      their first argument names;
    - `sigils` are taken off variables; `concat` are the operators that join strings;
    - `marks` show that a string may hold an interpolation, whose node types are `holes`;
    - `arguments`: those of a call that stand in the call itself, without a list;
    - `attributes`: annotations inside a definition or right before it; `words`: visibility and the like.
    """

    rules: dict[str, Rule]
    skip: frozenset[str] = frozenset({"name", "label", "alias"})
    blocks: frozenset[str] = frozenset({"block"})
    leaves: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    asserts: frozenset[str] = frozenset()
    exits: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    sigils: str = ""
    concat: frozenset[str] = frozenset({"+"})
    marks: tuple[str, ...] = ()
    holes: frozenset[str] = frozenset()
    arguments: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    nothing: frozenset[str] = frozenset()
    dollars: bool = False
    """Whether `$name` in a string is a variable that the grammar doesn't show."""
    wrappers: tuple[str, ...] = ()
    """What opens the surroundings of a fragment that can't be read as a file, on its first line; tried in turn."""


def words(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


def each(rule: Rule, types: str) -> dict[str, Rule]:
    """The same rule for several node types."""
    return dict.fromkeys(types.split(), rule)


NAME = Rule("name")
WORD = Rule("word")  # a variable that may be a call by where it stands: alone as a statement, or among the tokens of a macro
BODY = Rule("body")  # its children are statements of their own
TOKENS = Rule("tokens")
REST = Rule("rest")  # a pattern whose first part is a type
CONCAT = Rule("concat")  # parts written side by side
LITERAL = Rule("literal")  # a constant that may be a quoted string
CHAIN = Rule("chain")
PATH = Rule("path")
SELF = Rule("self")  # a part of paths that is no variable: this, super, the name of a type
WRAP = Rule("wrap", ("#0",))
STRING = Rule("string")
JOINED = Rule("joined")
CONSTANT = Rule("constant")
COMMENT = Rule("comment")
STATEMENT = Rule("statement", ("#0",))
ATTRIBUTE = Rule("attribute")


def wrap(pick: str) -> Rule:
    """A node that stands for one of its children: parentheses, casts, await, declarators."""
    return Rule("wrap", (pick,))


def member(base: str, name: str) -> Rule:
    """An element reached by name."""
    return Rule("member", (base, name))


def index(base: str, at: str) -> Rule:
    """An element reached by index."""
    return Rule("index", (base, at))


def deref(operand: str, operator: str = "operator") -> Rule:
    """A unary operator; `*` reaches through a pointer, `delete` takes away."""
    return Rule("unary", (operand, operator))


def call(callee: str, args: str, options: str = "") -> Rule:
    """A call whose callee is one expression."""
    return Rule("call", (callee, args, options))


def method(receiver: str, name: str, args: str, options: str = "") -> Rule:
    """A call whose receiver and method name stand apart; without a receiver it is a plain call."""
    return Rule("method", (receiver, name, args, options))


def command(name: str, args: str) -> Rule:
    """A statement that is a call of its own (`print x`, `delete p`, `emit E(x)`); an empty `name` takes the first word of the node."""
    return Rule("command", (name, args))


def backticks(path: str) -> Rule:
    """A string that is run as a shell command: a call of `path`."""
    return Rule("backticks", (), path)


def keyword(name: str, value: str) -> Rule:
    """A named argument."""
    return Rule("keyword", (name, value))


def entry(word: str = "") -> Rule:
    """A key and its value in a data file; in a `workflow` the key `run` holds shell commands."""
    return Rule("entry", ("key", "value"), word)


def macro(name: str, tokens: str) -> Rule:
    """A call whose arguments are bare tokens."""
    return Rule("macro", (name, tokens))


def assign(left: str, right: str, operator: str = "operator", word: str = "=", otherwise: str = "") -> Rule:
    """An assignment or a declaration with a value; `word` is the operator where the node has none.

    `otherwise` is what runs when a pattern doesn't fit.
    """
    return Rule("assign", (left, right, operator, otherwise), word)


def remove(operand: str) -> Rule:
    """A statement that takes an element away (`del x`, `unset($x)`)."""
    return Rule("remove", (operand,))


def update(operand: str) -> Rule:
    """`x++` and the like."""
    return Rule("update", (operand,))


def branch(condition: str, then: str, negated: bool = False) -> Rule:
    """An if; `negated` for unless and guard."""
    return Rule("branch", (condition, then), "!" if negated else "")


def loop(condition: str, body: str = "body", negated: bool = False, each: str = "") -> Rule:
    """A loop with a condition; with a part `each` it is one over elements, which that part tells."""
    return Rule("loop", (condition, body, each), "!" if negated else "")


def each_in(left: str, right: str, body: str = "body") -> Rule:
    """A loop over elements."""
    return Rule("each", (left, right, body))


def ternary(condition: str) -> Rule:
    """A conditional expression."""
    return Rule("ternary", (condition,))


def check(condition: str) -> Rule:
    """A statement that asserts."""
    return Rule("check", (condition,))


def catch(what: str, body: str = "body") -> Rule:
    """An exception handler."""
    return Rule("catch", (what, body))


def function(name: str = "name", params: str = "parameters", body: str = "body", parent: str = "") -> Rule:
    """A function or method; `parent` picks what it belongs to where that isn't the class around it."""
    return Rule("function", (name, params, body, parent))


def klass(name: str = "name", body: str = "body") -> Rule:
    """A class, contract, module, struct or the like."""
    return Rule("class", (name, "", body, ""))


def leave(word: str = "", value: str = "#0") -> Rule:
    """A statement that leaves; `word` is the kind where the node's first token isn't it."""
    return Rule("leave", (value,), word)


def binary(left: str = "left", operator: str = "operator", right: str = "right") -> Rule:
    """A binary operation: a comparison, a concatenation, or `a or leave`."""
    return Rule("binary", (left, operator, right))


def bring(module: str, names: str = "") -> Rule:
    """An import; `names` are node types of what is taken from it, separated by spaces."""
    return Rule("import", (module,), names)


def pair(key: str, value: str) -> Rule:
    """A key and its value in a literal; a function there takes the key as its name."""
    return Rule("pair", (key, value))
