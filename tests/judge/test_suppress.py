"""Accepted findings: strictly read, ended on their day, one fingerprint for one finding."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.errors import SettingsError
from hunkwise.judge import Settings, Suppression, read_suppressions

from .fake import edited, judged
from .test_verdict import BARE, RENDER

TODAY = date(2030, 5, 1)


def entry(**fields: str) -> Suppression:
    """An entry that holds for a month."""
    return Suppression(reason="accepted for now", owner="web team", expires=TODAY + timedelta(days=30), **fields)


def under(*entries: Suppression, today: date = TODAY) -> Settings:
    """Settings with those entries."""
    return Settings(suppressions=entries, today=today)


def test_a_file_is_read() -> None:
    """Tables of the file become entries, dates as dates or text."""
    text = '[[suppress]]\ncategory = "x"\npath = "src/**"\nreason = "r"\nowner = "o"\nexpires = 2030-01-02\n'
    text += '[[suppress]]\nfingerprint = "f:1"\nreason = "r"\nowner = "o"\nexpires = "2030-01-03"\n'
    first, second = read_suppressions(text)
    assert (first.category, first.path, first.expires) == ("x", "src/**", date(2030, 1, 2))
    assert (second.fingerprint, second.expires) == ("f:1", date(2030, 1, 3))
    assert read_suppressions(None) == ()


GOOD = {"rule": '"a"', "reason": '"b"', "owner": '"c"', "expires": "2030-01-01"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**GOOD, "untill": "2030-01-01"}, "unknown field `untill` - at `$.suppress[0]`"),
        ({k: v for k, v in GOOD.items() if k != "owner"}, "`owner`"),
        ({k: v for k, v in GOOD.items() if k != "reason"}, "`reason`"),
        ({k: v for k, v in GOOD.items() if k != "expires"}, "`expires`"),
        ({**GOOD, "reason": '""'}, "$.suppress[0].reason"),
        ({**GOOD, "expires": '"some day"'}, "$.suppress[0].expires"),
        ({k: v for k, v in GOOD.items() if k != "rule"} | {"path": '"**"'}, "hides everything"),
    ],
)
def test_mistakes_name_their_place(fields: dict[str, str], said: str) -> None:
    """Unknown, missing and empty fields are refused, and so is an entry that names only a path."""
    with pytest.raises(SettingsError) as caught:
        read_suppressions("[[suppress]]\n" + "\n".join(f"{name} = {value}" for name, value in fields.items()))
    assert said in caught.value.message and caught.value.remedy


def test_a_suppressed_finding_flags_nothing() -> None:
    """The finding is dropped with owner and end, and the change is clean."""
    verdict = judged(edited("web.py", RENDER, BARE), settings=under(entry(category="removed-safeguard"))).verdict
    assert not verdict.flagged and not verdict.findings
    assert [one.reason for one in verdict.dropped] == ["suppressed"]
    assert "web team" in verdict.dropped[0].detail and "2030-05-31" in verdict.dropped[0].detail


def test_every_field_must_fit() -> None:
    """A right category in a wrong folder hides nothing."""
    verdict = judged(edited("web.py", RENDER, BARE), settings=under(entry(category="removed-safeguard", path="lib/"))).verdict
    assert verdict.flagged


def test_an_ended_entry_is_told_and_not_obeyed() -> None:
    """On its last day an entry holds; on the next it is a note."""
    file = edited("web.py", RENDER, BARE)
    one = entry(category="removed-safeguard")
    assert not judged(file, settings=under(one, today=one.expires)).verdict.flagged
    late = judged(file, settings=under(one, today=one.expires + timedelta(days=1))).verdict
    assert late.flagged
    assert any("ended on 2030-05-31" in note and "web team" in note for note in late.notes)


def test_a_fingerprint_absorbs_one_finding() -> None:
    """Of two equal findings in two files one accepted fingerprint hides one."""
    files = (edited("a.py", RENDER, BARE), edited("b.py", RENDER, BARE))
    first, second = judged(*files).verdict.findings
    assert first.fingerprint != second.fingerprint
    verdict = judged(*files, settings=under(entry(fingerprint=first.fingerprint))).verdict
    assert [one.fingerprint for one in verdict.findings] == [second.fingerprint]
    assert [one.finding.fingerprint for one in verdict.dropped] == [first.fingerprint]


def test_what_is_behind_a_suppressed_unit_still_counts() -> None:
    """Accepting one unit of a file leaves the file's other finding told."""
    before = RENDER + "\n\ndef show(x):\n    return escape(x) + '!'\n"
    after = BARE + "\n\ndef show(x):\n    return x + '!'\n"
    findings = judged(edited("web.py", before, after)).verdict.findings
    render = next(one for one in findings if one.name == "render")
    verdict = judged(edited("web.py", before, after), settings=under(entry(fingerprint=render.fingerprint))).verdict
    assert [one.name for one in verdict.findings] == ["show"]


def test_idle_entries_are_told_where_it_says_something() -> None:
    """An entry for exactly a changed file, or for one finding, that fits nothing is a note; a rule for a folder is quiet."""
    file = edited("web.py", BARE, BARE.replace("<b>", "<i>"))
    told = judged(file, settings=under(entry(rule="x", path="web.py"), entry(fingerprint="0:1"))).verdict.notes
    assert len(told) == 1 and "x in web.py" in told[0] and "0:1" in told[0]
    quiet = under(entry(rule="x", path="**"), entry(rule="x", path="other.py"), entry(rule="x"), entry(fingerprint="0:1", path="other.py"))
    assert judged(file, settings=quiet).verdict.notes == ()


def test_a_change_to_the_own_settings_is_shown() -> None:
    """A change can't quietly widen what is accepted."""
    notes = judged(edited(".hunkwise/suppressions.toml", None, "[[suppress]]\n")).verdict.notes
    assert any(".hunkwise/suppressions.toml" in note and "not obeyed" in note for note in notes)


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=80)
    | st.integers(0, 120).map(lambda size: ("[[suppress]]\n" + "\n".join(f"{k} = {v}" for k, v in GOOD.items()))[:size])
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but SettingsError."""
    try:
        read_suppressions(text)
    except SettingsError as error:
        assert "\n" not in error.message


@settings(max_examples=20, deadline=None)
@given(copies=st.integers(1, 4), accepted=st.sets(st.integers(0, 3)))
def test_counting_holds_for_any_number(copies: int, accepted: set[int]) -> None:
    """Of n equal findings exactly those accepted one by one are hidden."""
    files = [edited(f"f{number}.py", RENDER, BARE) for number in range(copies)]
    prints = [one.fingerprint for one in judged(*files).verdict.findings]
    chosen = [prints[number] for number in accepted if number < copies]
    verdict = judged(*files, settings=under(*(entry(fingerprint=one) for one in chosen))).verdict
    assert {one.fingerprint for one in verdict.findings} == set(prints) - set(chosen)
    assert len(verdict.findings) == copies - len(chosen)
