"""The fuser: whatever speaks for harm can only raise the risk."""

from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from hunkwise.evidence import Evidence
from hunkwise.heads.fuse import SCORES, Curve, Fuser, fused, joined, probability, signs

from .parts import SIGNALS, fuser

STRENGTH = st.floats(0, 1)


def signal(name: str, strength: float, trend: Literal["worse", "better", "same"] = "worse") -> Evidence:
    """A sighting."""
    return Evidence(f"signal:{name}", "pattern", "u", "a.py", "after", (1,), strength, trend)


def head(name: str, unit: str = "u", **facts: float) -> Evidence:
    """What a head says."""
    return Evidence(name, "head", unit, "a.py", "after", (), 0.5, facts=dict(facts))


def change(harm: float, unit: str = "u", relevance: float = 0.0, direction: float = 0.0) -> Evidence:
    """What the change head says."""
    return head("head:change", unit, harm=harm, relevance=relevance, direction=direction)


HEADS = st.builds(
    lambda harm, malice, attack, weakness, known, repaired: [
        change(harm),
        head("head:malice", malice=malice),
        head("head:attack", attack=attack),
        head("head:weakness", weakness=weakness),
        head("memory", known=known, repaired=repaired),
    ],
    *(st.floats(-15, 15) for _ in range(4)),
    *(st.floats(-1, 1) for _ in range(2)),
)
SIGHTINGS = st.lists(
    st.builds(signal, st.sampled_from([*SIGNALS, "unknown"]), STRENGTH, st.sampled_from(["worse", "better", "same"])), max_size=5
)
FUSER = st.integers(0, 20).map(fuser)


@settings(max_examples=150, deadline=None)
@given(FUSER, HEADS | st.just([]), SIGHTINGS, st.sampled_from([*SIGNALS, "unknown"]), STRENGTH, STRENGTH)
def test_a_worse_signal_never_lowers_the_risk(
    one: Fuser, said: list[Evidence], seen: list[Evidence], name: str, low: float, more: float
) -> None:
    """A sighting that comes on top, of whatever strength, and a stronger one in its place, can only raise the risk."""
    strong = min(1.0, low + more)
    risks = [one.risk([*said, *seen, *extra]) for extra in ([], [signal(name, low)], [signal(name, strong)])]
    assert risks == sorted(risks)


@settings(max_examples=150, deadline=None)
@given(FUSER, HEADS, SIGHTINGS, st.sampled_from(["harm", "malice", "attack", "weakness", "known", "repaired"]), st.floats(0, 10))
def test_more_harm_never_lowers_the_risk(one: Fuser, said: list[Evidence], seen: list[Evidence], name: str, more: float) -> None:
    """Of every score of a head; only likeness to what was repaired may lower it."""
    raised = [
        structs.replace(item, facts=item.facts | {name: float(item.facts[name]) + more}) if name in item.facts else item for item in said
    ]
    risks = [one.risk([*evidence, *seen]) for evidence in (said, raised)]
    assert risks == sorted(risks, reverse=name == "repaired")
    assert all(0 <= risk < 1 for risk in risks)


@settings(max_examples=100, deadline=None)
@given(*(st.floats(-10, 20) for _ in range(3)), st.integers(0, 2), st.floats(0, 10))
def test_each_channel_can_only_raise_the_joined_surprise(first: float, second: float, third: float, which: int, more: float) -> None:
    """Larger surprise in any channel, larger or equal surprise of all."""
    spent = [first, second, third]
    low = joined(*spent, (0.6, 0.3, 0.1))
    spent[which] += more
    assert joined(*spent, (0.6, 0.3, 0.1)) >= low


def test_nothing_is_no_risk() -> None:
    """No evidence, or only sightings that stood before or have no strength, is risk 0."""
    for evidence in ([], [signal("x", 0.0)], [signal("install-script", 1.0, "same")]):
        assert fused(evidence, SIGNALS) is None
        assert fuser().risk(evidence) == 0.0


def test_the_numbers() -> None:
    """Scores of heads, the strongest sighting of each signal that came, totals; each in its column."""
    evidence = [
        change(1.0, relevance=2.0, direction=3.0),
        change(0.5, relevance=9.0),
        head("head:malice", malice=-1.0),
        head("head:malice", malice=-2.0),
        signal("guard-removed", 0.5),
        signal("guard-removed", 0.25),
        signal("unknown", 1.0),
        signal("install-script", 0.5, "better"),
        signal("command-injection", 1.0, "same"),
    ]
    found = fused(evidence, SIGNALS)
    assert found is not None
    named = dict(zip([*SCORES, *SIGNALS, "came", "went", "kinds"], found.tolist(), strict=True))
    assert named == pytest.approx(
        SCORES
        | {"harm": 1.0, "relevance": 2.0, "direction": 3.0, "malice": -1.0}
        | {"guard-removed": 0.5, "install-script": 0.0, "command-injection": 0.0}
        | {"came": np.log1p(1.75), "went": np.log1p(0.5), "kinds": 2.0}
    )


def test_a_file_as_a_whole_stands_before_its_units() -> None:
    """Where change and malice head looked at the whole file, what they said of units alone doesn't count."""
    attacks = [head("head:attack", attack=4.0), head("head:attack", "", attack=-2.0)]
    whole = fused([change(5.0), change(-1.0, unit=""), *attacks], SIGNALS)
    assert whole is not None
    assert whole[list(SCORES).index("harm")] == -1.0
    assert whole[list(SCORES).index("attack")] == -2.0


def test_signs_fit_the_numbers() -> None:
    """One sign a number; what no sum may use is 0."""
    found = signs(SIGNALS)
    named = dict(zip([*SCORES, *SIGNALS, "came", "went", "kinds"], found.tolist(), strict=True))
    assert {name for name, sign in named.items() if sign == 0} == {"relevance", "direction"}
    assert {name for name, sign in named.items() if sign < 0} == {"repaired", "went"}


def test_a_curve_is_level_outside() -> None:
    """Between the points straight, outside of them level."""
    curve = Curve(np.array([0, 1, 3], np.float32), np.array([0.1, 0.5, 0.9], np.float32))
    assert [curve(x) for x in (-9, 0, 0.5, 2, 99)] == pytest.approx([0.1, 0.1, 0.3, 0.7, 0.9])


@given(st.floats(allow_nan=False))
def test_a_probability_is_one(log_odds: float) -> None:
    """Any log-odds, infinite ones too, are a probability."""
    assert 0 <= probability(log_odds) <= 1
