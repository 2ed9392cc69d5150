"""What people say: who may, what is kept of it, and what changes."""

import json

import msgspec

from hunkwise.explain.model import Explanation
from hunkwise.judge.model import Versions
from rig import Pull, Repository

from .team import CALM, HARM, PLAIN, Team, until


def reaction(team: Team, pull: Pull, place: Repository, by: str, body: str) -> str:
    """Comments, and waits for the reaction."""
    said = team.github.comment(place, pull, by, body)
    until(lambda: said.reactions)
    return said.reactions[0][1]


def test_a_dismissal_is_kept_with_everything_and_judged_anew(team: Team) -> None:
    """A label has who, role, reason, model and evidence; the finding is gone from the check, and the comment counts it."""
    shop = team.shop(rob="maintain")
    pull, _ = team.reviewed(shop)
    assert reaction(team, pull, shop, "rob", "/hunkwise false-positive 1 the name is checked before") == "+1"
    team.settled(shop, pull.head, 2)
    (label,) = team.labels(shop)
    assert (label.decision, label.who, label.role, label.reason) == ("false-positive", "rob", "maintain", "the name is checked before")
    assert label.channel == "comment" and label.model and label.made > 0
    assert msgspec.json.decode(label.finding, type=Explanation).finding.fingerprint == label.fingerprint
    assert msgspec.json.decode(label.versions, type=Versions).model == label.model
    assert [one["conclusion"] for one in shop.checks_on(pull.head)] == ["failure", "success"]
    assert "1 suppressed" in pull.comments[0].body


def test_a_dismissal_can_be_taken_back(team: Team) -> None:
    """Confirming what was dismissed, in its thread, tells it again."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    team.github.reply(shop, pull, pull.line_comments[0], "root", "/hunkwise false-positive wrong")
    team.settled(shop, pull.head, 2)
    team.github.reply(shop, pull, pull.line_comments[0], "root", "/hunkwise confirm no, it is right")
    team.settled(shop, pull.head, 3)
    assert [one.decision for one in team.labels(shop)] == ["false-positive", "confirm"]
    assert [one["conclusion"] for one in shop.checks_on(pull.head)] == ["failure", "success", "failure"]


def test_authors_never_answer_for_their_own_change(team: Team) -> None:
    """Not even with the right role: nothing is kept, and one reply says why."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    count = len(pull.comments)
    assert reaction(team, pull, shop, "ann", "/hunkwise false-positive 1 trust me") == "-1"
    until(lambda: len(pull.comments) == count + 2)
    assert "Authors can't" in pull.comments[-1].body
    assert not team.labels(shop) and len(shop.checks_on(pull.head)) == 1


def test_the_policy_says_who_may(team: Team) -> None:
    """Roles come from the base branch's policy; strangers get a reaction and change nothing."""
    shop = team.shop({"app.py": PLAIN, ".hunkwise/config.toml": '[github]\ndismiss = ["admin"]\n'}, bob="write")
    pull, _ = team.reviewed(shop)
    assert reaction(team, pull, shop, "bob", "/hunkwise false-positive 1") == "-1"
    assert reaction(team, pull, shop, "stranger", "/hunkwise rescan") == "-1"
    assert not team.labels(shop)
    assert reaction(team, pull, shop, "root", "/hunkwise confirm 1") == "+1"
    assert [(one.decision, one.role) for one in team.labels(shop)] == [("confirm", "admin")]


def test_explain_help_and_what_isn_t_understood(team: Team) -> None:
    """Words are answered by one reply each; what names no finding says so."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    assert reaction(team, pull, shop, "ann", "/hunkwise explain 1") == "+1"
    until(lambda: "Why it matters" in pull.comments[-1].body and pull.comments[-1].user.kind == "Bot")
    assert reaction(team, pull, shop, "ann", "/hunkwise help") == "+1"
    until(lambda: "/hunkwise rescan" in pull.comments[-1].body and pull.comments[-1].user.kind == "Bot")
    assert reaction(team, pull, shop, "root", "/hunkwise confirm 7") == "confused"


def test_quoted_commands_and_those_of_bots_do_nothing(team: Team) -> None:
    """Somebody else's words aren't a command."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    jobs = len(team.github.calls)
    team.github.comment(shop, pull, "root", "> /hunkwise rescan\n\n```\n/hunkwise rescan\n```\n")
    team.github.comment(shop, pull, "helper[bot]", "/hunkwise rescan")
    team.github.settle()
    assert len(team.reviews(shop, pull.head)) == 1
    assert len(team.github.calls) == jobs


def test_rescan_judges_again(team: Team) -> None:
    """A new run of the check, the same comment."""
    shop = team.shop()
    pull, _ = team.reviewed(shop, CALM)
    assert reaction(team, pull, shop, "ann", "/hunkwise rescan") == "+1"
    team.settled(shop, pull.head, 2)
    assert len(shop.checks_on(pull.head)) == 2


def test_buttons_answer_for_all_findings(team: Team) -> None:
    """A press by somebody who may is kept as labels; by the author it is nothing."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    (check,) = shop.checks_on(pull.head)
    team.github.press(shop, check, "false-positive", "ann")
    team.github.press(shop, check, "false-positive", "root")
    team.settled(shop, pull.head, 2)
    assert {(one.who, one.channel, one.decision) for one in team.labels(shop)} == {("root", "button", "false-positive")}
    assert shop.checks_on(pull.head)[-1]["conclusion"] == "success"


def test_alerts_dismissed_in_code_scanning_are_kept(team: Team) -> None:
    """A dismissal there is a label with the finding that it is about."""
    shop = team.shop()
    team.reviewed(shop)
    until(lambda: shop.alerts)
    number = next(iter(shop.alerts))
    team.github.dismiss(shop, number, "root")
    until(lambda: len(team.labels(shop)) == 1)
    team.github.dismiss(shop, number, "root", reopen=True)
    until(lambda: len(team.labels(shop)) == 2)
    first, second = team.labels(shop)
    assert (first.decision, second.decision, first.channel) == ("false-positive", "reopened", "alert")
    assert first.fingerprint == second.fingerprint != ""
    assert json.loads(first.finding)["finding"]["path"] == "app.py"


def test_an_edited_comment_counts_once_more(team: Team) -> None:
    """Correcting a command works; the same text twice keeps one label."""
    shop = team.shop()
    pull, _ = team.reviewed(shop, HARM)
    said = team.github.comment(shop, pull, "root", "/hunkwise confirm 9")
    until(lambda: said.reactions)
    team.github.edit_comment(shop, pull, said, "/hunkwise confirm 1")
    until(lambda: len(team.labels(shop)) == 1)
