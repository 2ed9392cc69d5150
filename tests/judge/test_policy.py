"""Policies are read strictly, overridden by options, and never obeyed in part."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hunkwise.errors import SettingsError
from hunkwise.judge import Settings, Suppression, read_policy, read_settings

TODAY = date(2030, 5, 1)
ENTRY = Suppression(reason="known", owner="team", expires=date(2030, 6, 1), rule="sql-injection")


def test_no_file_means_the_defaults() -> None:
    """A repository needs no configuration."""
    assert read_policy(None) == Settings()


def test_the_file_sets_and_options_override() -> None:
    """An option that isn't given (None) leaves the file's word; one that is wins."""
    text = '[review]\nbudget = 2\nfail_on = "high"\nignore = ["docs/"]\nlanguages = ["python"]\n'
    found = read_policy(text, budget=None, fail_on="never")
    assert found == Settings(budget=2.0, fail_on="never", ignore=("docs/",), languages=("python",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[review]\nprot = 1\n", "unknown field `prot` - at `$.review`"),
        ("[reviews]\n", "unknown field `reviews`"),
        ("[review]\nbudget = 0\n", "at `$.review.budget`"),
        ("[review]\nbudget = 101\n", "at `$.review.budget`"),
        ('[review]\nfail_on = "often"\n', "at `$.review.fail_on`"),
        ("[review\n", ".hunkwise/config.toml"),
        ('[review]\nignore = "docs"\n', "at `$.review.ignore`"),
    ],
)
def test_mistakes_name_their_place(text: str, said: str) -> None:
    """The error says which field of which table is wrong."""
    with pytest.raises(SettingsError) as caught:
        read_policy(text)
    assert said in caught.value.message and caught.value.remedy


def test_wrong_options_are_told_as_options() -> None:
    """A wrong override isn't blamed on the file, and an unknown one is refused."""
    with pytest.raises(SettingsError, match="an option can't be used"):
        read_policy(None, fail_on="often")
    with pytest.raises(SettingsError, match="unknown field"):
        read_policy(None, bugdet=3)


def test_both_files_together() -> None:
    """The base's two texts and the day make the settings."""
    text = '[[suppress]]\nrule = "a"\nreason = "b"\nowner = "c"\nexpires = 2030-06-01\n'
    found = read_settings("[review]\nbudget = 3\n", text, TODAY)
    assert (found.budget, found.suppressions[0].rule, found.today) == (3.0, "a", TODAY)


def test_suppressions_need_a_day() -> None:
    """Without today's date nothing could ever end."""
    with pytest.raises(SettingsError):
        Settings(suppressions=(ENTRY,))


def test_the_digest_follows_what_judges() -> None:
    """Equal on two days between which nothing ends, different once something ends or a setting differs."""
    first = Settings(suppressions=(ENTRY,), today=date(2030, 5, 1)).digest
    assert first == Settings(suppressions=(ENTRY,), today=date(2030, 6, 1)).digest
    assert first != Settings(suppressions=(ENTRY,), today=date(2030, 6, 2)).digest
    assert Settings().digest != Settings(budget=2.0).digest
    assert len(first) == 12


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=60)
    | st.sampled_from(("[review]\nbudget = 2\nignore = ['a']", "a=" + "[" * 2000)).flatmap(
        lambda t: st.integers(0, len(t)).map(lambda n: t[:n])
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but SettingsError."""
    try:
        assert isinstance(read_policy(text), Settings)
    except SettingsError as error:
        assert "\n" not in error.message
