"""The registry and the trends: what a change brought, took away or left."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hunkwise.code.model import Facts, Role, Side, Unit
from hunkwise.errors import SettingsError
from hunkwise.signals import Sighting, Signal, Signals


def _side(*lines: str, start: int = 1) -> Side:
    return Side(lines=tuple(enumerate(lines, start)), changed=frozenset(range(start, start + len(lines))), facts=Facts(), whole=Facts())


def _unit(before: Side | None, after: Side | None, name: str = "f", role: Role = "product", path: str = "a.py") -> Unit:
    return Unit(f"{path}:{name}", path, path, "python", role, "function", name, before, after, True)


def _bad(unit: Unit, side: Side) -> Iterator[Sighting]:
    for number, text in side.lines:
        if "bad" in text:
            yield Sighting((number,), {"call": text.strip()})


def _lost(unit: Unit) -> Iterator[Sighting]:
    assert unit.before is not None
    for number, text in unit.before.lines:
        if "check" in text and (unit.after is None or "check" not in unit.after.text):
            yield Sighting((number,), {"guard": text}, side="before")


def _raise(unit: Unit, side: Side) -> Iterator[Sighting]:
    raise ValueError("a plugin's fault")
    yield


BAD = Signal(
    id="bad", title="Bad", kind="pattern", category="bad", severity="low", languages=frozenset({"python"}), promise="p", why="w",
    quiet="q", remedy="r", cause="`{call}`", since="0.1", maturity="stable", fires=(), stays_quiet=(), see=_bad,
)  # fmt: skip
LOST = replace(BAD, id="lost", see=None, compare=_lost, kind="guard")


def _trends(*units: Unit, signal: Signal = BAD) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(one.trend, one.side, one.lines) for one in Signals([signal]).look(units)]


def test_ours_load_and_have_one_form() -> None:
    """Every signal of ours has one way of looking, an id like its file's name, and examples of both kinds."""
    signals = Signals.load()
    assert len(signals) >= 5
    for signal in signals:
        assert (signal.see is None) != (signal.compare is None), signal.id
        assert signal.fires and signal.stays_quiet, signal.id
        assert signal.id == signal.id.lower() and "_" not in signal.id
        assert signals.get(signal.id) is signal is signals.get(f"signal:{signal.id}")
    assert signals.get("no-such-signal") is None


def test_two_of_one_id_are_refused() -> None:
    """A plugin can't silently take the place of another signal."""
    with pytest.raises(SettingsError, match="two signals have the id 'bad'"):
        Signals([BAD, replace(BAD, title="Other")])


def test_digest_tells_sets_apart() -> None:
    """The digest depends on the set, not on the order in which it is given."""
    assert Signals([BAD, LOST]).digest == Signals([LOST, BAD]).digest
    assert len({Signals([BAD]).digest, Signals([BAD, LOST]).digest, Signals([replace(BAD, since="0.2")]).digest}) == 3


def test_new_gone_and_standing() -> None:
    """A sighting only after is worse, only before is better, on both sides the same."""
    assert _trends(_unit(_side("x"), _side("x", "bad()"))) == [("worse", "after", (2,))]
    assert _trends(_unit(_side("bad()", "x"), _side("x"))) == [("better", "before", (1,))]
    assert _trends(_unit(_side("bad()"), _side("x", "bad()"))) == [("same", "after", (2,))]
    assert _trends(_unit(None, _side("bad()"))) == [("worse", "after", (1,))]


def test_count_matters() -> None:
    """One standing sighting never absorbs a second one of the same text."""
    assert sorted(_trends(_unit(_side("bad()"), _side("bad()", "bad()")))) == [("same", "after", (1,)), ("worse", "after", (2,))]


def test_moved_code_is_not_told_again() -> None:
    """A sighting that moved to another unit of the file, reindented, stands as it stood."""
    units = (_unit(_side("bad( x )"), _side("pass"), "f"), _unit(None, _side("  bad(x)", start=20), "g"))
    assert [
        trend for trend, _, _ in _trends(*units, signal=replace(BAD, see=lambda unit, side: (Sighting(s.lines) for s in _bad(unit, side))))
    ] == ["same"]


def test_compared_both_ways() -> None:
    """What a comparison finds is worse; what it finds the other way round is better."""
    assert _trends(_unit(_side("check()"), _side("x")), signal=LOST) == [("worse", "before", (1,))]
    assert _trends(_unit(_side("x"), _side("check()")), signal=LOST) == [("better", "after", (1,))]
    assert _trends(_unit(None, _side("check()")), signal=LOST) == []


def test_elsewhere_is_quieter() -> None:
    """In a test a sighting weighs less and says where it is, unless the signal looks everywhere."""
    unit = _unit(None, _side("bad()"), role="test")
    weak, strong = Signals([BAD, replace(BAD, id="worse", everywhere=True)]).look([unit])
    assert weak.strength < 0.5 and weak.facts["role"] == "test"
    assert strong.strength == 1.0 and strong.facts["role"] == "test"


def test_a_signal_that_raises_is_told() -> None:
    """The others still speak, and the failed one says so without weight."""
    found = Signals([BAD, replace(BAD, id="broken", see=_raise)]).look([_unit(None, _side("bad()"))])
    assert [(one.source, one.strength, one.facts) for one in found] == [
        ("signal:bad", 1.0, {"call": "bad()"}),
        ("signal:broken", 0.0, {"failed": "ValueError"}),
    ]


def test_other_languages_are_left_alone() -> None:
    """A signal looks only at its languages; `any` stands for all."""
    unit = Unit("u", "a.rb", "a.rb", "ruby", "product", "region", "", None, _side("bad()"), True)
    assert Signals([BAD]).look([unit]) == ()
    assert len(Signals([replace(BAD, languages=frozenset({"any"}))]).look([unit])) == 1


def test_every_signal_of_a_language_looks() -> None:
    """Units of one language are seen by its signals and by those of any; those of another language, by these alone."""
    every = replace(BAD, id="every", languages=frozenset({"any"}))
    signals = Signals([BAD, every])
    python, other = _unit(None, _side("bad()")), _unit(None, _side("bad()"), path="b.go")
    other = Unit(*(getattr(other, name) if name != "language" else "go" for name in Unit.__struct_fields__))
    for _ in range(2):
        assert [one.source for one in signals.look([python])] == ["signal:bad", "signal:every"]
        assert [one.source for one in signals.look([other])] == ["signal:every"]
        assert {one.source for one in signals.look([python, other])} == {"signal:bad", "signal:every"}
