"""The index that signals share: code without comments, shapes in it, sinks by name, values that flow into them."""

import pytest

from hunkwise.change import FileChange, hunks_of
from hunkwise.code import cut
from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, index, named, shape, spots
from hunkwise.signals.seeing import argument, origin
from hunkwise.signals.tables import injection

OPEN = shape("is open", r"\bopen_all\s*=\s*True", strength=0.7)


def unit_of(code: str, path: str = "src/a.py") -> tuple[Unit, Side]:
    """The first unit of a new file."""
    units, _ = cut(FileChange(path=path, old_path=path, status="added", hunks=hunks_of("", code), before=None, after=code))
    assert units[0].after is not None
    return units[0], units[0].after


def test_comments_and_texts_hold_no_shapes() -> None:
    """A shape counts in code alone: not in a comment, in a docstring or in a text that speaks of it."""
    unit, side = unit_of(
        '"""Never\nopen_all = True\nhere."""\n# open_all = True\nTOLD = "open_all = True"\nopen_all = True  # open_all = True\n'
    )
    assert [one.lines for one in spots(unit, side, ("open_all",), (OPEN,))] == [(6,)]


def test_a_shape_is_bound_to_its_languages() -> None:
    """A shape of another language, or one that something near excuses, stays quiet."""
    unit, side = unit_of("open_all = True\nkeep = allowed\n")
    stems = ("open_all",)
    assert list(spots(unit, side, stems, (OPEN,)))
    assert not list(spots(unit, side, stems, (shape("", r"open_all", ("go",)),)))
    assert not list(spots(unit, side, stems, (shape("", r"open_all", unless=r"allowed"),)))
    assert not list(spots(unit, side, stems, (shape("", r"open_all", nowhere=r"allowed"),)))
    assert not list(spots(unit, side, ("closed",), (OPEN,)))


def test_lines_are_those_of_the_file() -> None:
    """An offset of the code is told as the number of its line, also behind lines that are blanked."""
    _, side = unit_of("# one\n# two\na = 1\nb = 2\n")
    found = index(side)
    assert found.line(found.code.index("b = 2")) == 4
    assert index(side) is found


def test_sinks_by_their_names() -> None:
    """A sink is met by the end of a path; one with `=` by the whole path alone."""
    _, side = unit_of("run(a)\nx.run(b)\nx.go(c)\n")
    sinks = Sinks({"=run": 0, "x.go": 0})
    assert [call.path for call in named(side, sinks.names) if sinks.entry(call)] == ["run", "x.go"]


def test_flows_end_at_cleaners() -> None:
    """A value reaches a sink through a variable, unless it is a constant or a cleaner stands on the way."""
    sinks = Sinks({"sink": 0})
    _, side = unit_of("def f(request):\n    a = request.args['a']\n    sink(a)\n    sink(clean(a))\n    sink('x')\n")
    found = list(flows(side, sinks, frozenset({"clean"})))
    assert [(flow.call.line, flow.value.request) for flow in found] == [(3, "request.args")]


def test_a_route_fills_its_parameters() -> None:
    """The parameters of a route come from a request, those of another function don't."""
    for code, expected in (('@app.route("/<a>")\ndef f(a):\n    sink(a)\n', "a"), ("@cached\ndef f(a):\n    sink(a)\n", "")):
        _, side = unit_of(code)
        assert [flow.value.request for flow in flows(side, Sinks({"sink": 0}))] == [expected]


def test_what_a_builder_was_given() -> None:
    """A value that is put into a builder reaches where the builder goes."""
    _, side = unit_of("def f(request):\n    parts = []\n    parts.append(request.args['a'])\n    sink(parts)\n")
    call = next(named(side, ("sink",)))
    given = argument(call, 0)
    assert given is not None
    assert origin(side, given, call.line, call.function).request == "request.args"


@pytest.mark.parametrize("code", ["def f(params):\n    sink(params)\n", "def f():\n    params = load()\n    sink(params)\n"])
def test_a_variable_of_that_name_is_no_request(code: str) -> None:
    """`params` is a request in Rails; a variable of that name elsewhere isn't."""
    _, side = unit_of(code)
    assert [flow.value.request for flow in flows(side, Sinks({"sink": 0}))] == [""]


@pytest.mark.parametrize("name", ["NOSQL", "TEMPLATES", "LDAP", "XPATH", "HEADERS", "EXPRESSIONS", "REFLECTION", "PATTERNS"])
def test_tables_of_sinks(name: str) -> None:
    """Each entry is a path of at most three parts with a place from -9 (by name alone) to 9."""
    table: dict[str, int] = getattr(injection, name)
    for entry, place in table.items():
        assert entry.strip("= ") and len(entry.split(".")) <= 3 and not entry.endswith("."), entry
        assert -9 <= place <= 9, entry


@pytest.mark.parametrize(("made", "source"), [("invoice.path", ""), ("read_text(a)", "a"), ("invoice", "a")])
def test_a_part_of_what_was_looked_up_is_the_stores_choice(made: str, source: str) -> None:
    """A number from a request chooses a record, and not what stands in its fields; the record itself and other results stay followed."""
    code = f'@app.route("/<a>")\ndef f(a):\n    invoice = find_invoice(a)\n    value = {made}\n    sink(value)\n'
    _, side = unit_of(code)
    assert [flow.value.request for flow in flows(side, Sinks({"sink": 0}))] == [source]
