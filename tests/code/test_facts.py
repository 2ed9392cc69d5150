"""Facts of snippets in every language."""

from hunkwise.code.facts import facts_of


def test_python_calls_have_paths_and_arguments() -> None:
    """A receiver chain is one dotted path, and arguments know their names, calls and constants."""
    facts = facts_of('def f(req):\n    db.cursor().execute("SELECT " + req.args["q"], timeout=3)\n', "python")
    outer, inner = facts.calls
    assert (outer.path, outer.name, outer.function, outer.used, outer.line) == ("db.cursor.execute", "execute", "f", False, 2)
    assert inner.path == "db.cursor"
    assert outer.args[0].built
    assert outer.args[0].strings == ("SELECT ", "q")
    assert outer.args[0].names == ("req.args",)
    assert (outer.args[1].name, outer.args[1].literal) == ("timeout", "3")
