"""From a signed webhook to what stands on GitHub, once, whatever is repeated."""

from .team import CALM, HARM, PLAIN, Team, until


def test_a_flaw_is_told_once_everywhere(team: Team) -> None:
    """One red check with an annotation, one comment, one comment on the line, one upload: all on the head."""
    shop = team.shop()
    pull, review = team.reviewed(shop)
    assert (review.state, review.findings) == ("done", 1), review
    (check,) = shop.checks_on(pull.head)
    assert (check["status"], check["conclusion"], check["name"]) == ("completed", "failure", "Hunkwise")
    assert check.annotations[0]["path"] == "app.py"
    (said,) = pull.comments
    assert "1 finding" in said.body
    (line,) = pull.line_comments
    assert (line.path, line.line, line.side) == ("app.py", 6, "RIGHT")
    (upload,) = shop.sarifs
    assert (upload.commit, upload.ref) == (pull.head, "refs/pull/1/head")
    assert upload.document["runs"][0]["results"]


def test_nothing_found_is_green_and_quiet(team: Team) -> None:
    """A clean change gets a green check and not one comment."""
    shop = team.shop()
    pull, _ = team.reviewed(shop, CALM)
    (check,) = shop.checks_on(pull.head)
    assert check["conclusion"] == "success"
    assert not pull.comments and not pull.line_comments and not pull.reviews


def test_redelivery_changes_nothing(team: Team) -> None:
    """The same deliveries once more leave one review, one check, one comment."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    before = len(team.github.calls)
    for delivery in [one for one in team.github.deliveries if one.repository == shop.id]:
        team.github.hooks.redeliver(delivery.id)
    team.github.settle()
    assert len(team.reviews(shop, pull.head)) == len(shop.checks_on(pull.head)) == len(pull.comments) == 1
    assert len(team.github.calls) == before


def test_a_push_updates_instead_of_repeating(team: Team) -> None:
    """The fixed head turns green; the one comment says so, and the comment on the line is minimised."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    head = team.github.push(shop, {"app.py": CALM}, pull.branch)
    team.settled(shop, head)
    (check,) = shop.checks_on(head)
    assert check["conclusion"] == "success"
    assert len(pull.comments) == 1 and "Nothing found" in pull.comments[0].body
    assert [one.minimized.lower() for one in pull.line_comments] == ["resolved"]


def test_many_pushes_speak_of_a_finding_once(team: Team) -> None:
    """The finding stays through pushes elsewhere: one comment, one comment on the line."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    for number in range(3):
        head = team.github.push(shop, {f"notes-{number}.md": "more\n"}, pull.branch)
        team.settled(shop, head)
    assert len(pull.comments) == len(pull.line_comments) == 1
    assert all(len(shop.checks_on(one.head)) == 1 for one in [pull])


def test_a_newer_push_ends_the_older_review(team: Team) -> None:
    """Two pushes at once: the older review is superseded, and the newest head has its verdict."""
    shop = team.shop()
    pull = team.github.open_pull(shop, {"app.py": HARM})
    first = pull.head
    head = team.github.push(shop, {"app.py": CALM}, pull.branch)
    assert team.settled(shop, head).state == "done"
    until(lambda: team.reviews(shop, first)[0].state in ("superseded", "done"))
    assert all(one["status"] == "completed" for one in shop.checks_on(head))
    until(lambda: all(one["status"] == "completed" for one in shop.checks_on(first)))


def test_an_old_delivery_after_a_new_one_judges_the_present_head(team: Team) -> None:
    """Deliveries may come in any order: GitHub is asked for the head, and it alone is judged."""
    shop = team.shop()
    pull, _ = team.reviewed(shop, CALM)
    old = next(one for one in team.github.deliveries if one.repository == shop.id and one.event == "pull_request")
    head = team.github.push(shop, {"app.py": HARM}, pull.branch)
    team.settled(shop, head)
    stale = team.github.hooks.redeliver(old.id)
    stale.guid = "11111111-2222-3333-4444-555555555555"
    team.github.settle()
    assert team.reviews(shop, head)[-1].state == "done"
    assert len(shop.checks_on(head)) == 1 and shop.checks_on(head)[0]["conclusion"] == "failure"


def test_the_base_branch_decides(team: Team) -> None:
    """The base's policy holds; what the change writes into its own is shown and not obeyed."""
    shop = team.shop({"app.py": PLAIN, ".hunkwise/config.toml": '[github]\nconclusion = "warn"\ncode_scanning = false\n'})
    pull = team.github.open_pull(shop, {"app.py": HARM, ".hunkwise/config.toml": '[review]\nignore = ["*"]\n'})
    team.settled(shop, pull.head)
    (check,) = shop.checks_on(pull.head)
    assert check["conclusion"] == "neutral" and "1 finding" in check["output"]["title"]
    assert "shown, not obeyed" in check["output"]["summary"]
    assert not pull.line_comments and not shop.sarifs and len(pull.comments) == 1


def test_silence_is_silent(team: Team) -> None:
    """With `silent` only the check speaks."""
    shop = team.shop({"app.py": PLAIN, ".hunkwise/config.toml": '[github]\nconclusion = "silent"\n'})
    pull, _ = team.reviewed(shop)
    assert shop.checks_on(pull.head)[0]["conclusion"] == "neutral"
    assert not pull.comments and not pull.line_comments


def test_a_broken_policy_is_not_examined(team: Team) -> None:
    """A policy that can't be read is no reason to be green: the check and a comment say what is wrong with it."""
    shop = team.shop({"app.py": PLAIN, ".hunkwise/config.toml": "[review]\nbudgett = 1\n"})
    pull, review = team.reviewed(shop)
    assert (review.state, review.cause) == ("failed", "settings")
    (check,) = shop.checks_on(pull.head)
    assert check["conclusion"] == "action_required" and check["output"]["title"].startswith("Not examined: ")
    assert "budgett" in pull.comments[0].body


def test_drafts_wait_where_the_policy_says_so(team: Team) -> None:
    """A draft is neutral and says why; when it is ready it is reviewed."""
    shop = team.shop({"app.py": PLAIN, ".hunkwise/config.toml": '[github]\ndrafts = "skip"\n'})
    pull, _ = team.reviewed(shop, draft=True)
    assert "Not reviewed: drafts" in shop.checks_on(pull.head)[0]["output"]["title"]
    team.github.change_pull(shop, pull, "ready_for_review")
    team.settled(shop, pull.head, 2)
    assert [one["conclusion"] for one in shop.checks_on(pull.head)] == ["neutral", "failure"]


def test_forks_are_reviewed_without_anything_of_theirs(team: Team) -> None:
    """A fork's pull request gets its check, comment and upload from the base's installation."""
    shop = team.shop()
    fork = team.github.fork(shop, f"mallory-{shop.id}")
    pull = team.github.open_pull(shop, {"app.py": HARM}, source=fork, by="mallory")
    assert team.settled(shop, pull.head).state == "done"
    assert shop.checks_on(pull.head)[0]["conclusion"] == "failure"
    assert len(pull.comments) == len(shop.sarifs) == 1


def test_merge_groups_get_a_verdict(team: Team) -> None:
    """The queue's commit gets a check and nothing else."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    said = len(pull.comments)
    commit = team.github.merge_group(shop, pull)
    assert team.settled(shop, commit, kind="group").state == "done"
    assert shop.checks_on(commit)[0]["conclusion"] == "failure"
    assert len(pull.comments) == said


def test_pushes_to_protected_branches_are_reviewed_and_others_not(team: Team) -> None:
    """The default branch gets a check and an upload; a feature branch gets none."""
    shop = team.shop()
    head = team.github.push(shop, {"app.py": HARM})
    assert team.settled(shop, head, kind="push").state == "done"
    assert shop.checks_on(head)[0]["conclusion"] == "failure"
    assert [(one.commit, one.ref) for one in shop.sarifs] == [(head, "refs/heads/main")]
    team.github.push(shop, {"b.py": "x = 1\n"}, "feature")
    other = team.github.push(shop, {"app.py": HARM + "\n"}, "feature")
    assert team.settled(shop, other, kind="push").reason == "the branch isn't protected"
    assert not shop.checks_on(other)


def test_a_base_that_changes_is_judged_anew(team: Team) -> None:
    """The same head against another branch is another review; an edited title is none."""
    shop = team.shop()
    team.github.push(shop, {"app.py": HARM}, "next")
    pull, _ = team.reviewed(shop)
    team.github.change_pull(shop, pull, "edited", title="Better")
    team.github.change_pull(shop, pull, "edited", base_branch="next")
    assert team.settled(shop, pull.head, 2).ref == "next"
    assert [one.ref for one in team.reviews(shop, pull.head)] == ["main", "next"]
    assert len(shop.checks_on(pull.head)) == 2


def test_a_renamed_repository_is_found(team: Team) -> None:
    """A repository that moves between the webhook and the job keeps its reviews."""
    shop = team.shop()
    owner = shop.owner.login
    pull = team.github.open_pull(shop, {"app.py": CALM})
    team.github.rename(shop, f"{owner}/store")
    team.settled(shop, pull.head)
    head = team.github.push(shop, {"app.py": HARM}, pull.branch)
    assert team.settled(shop, head).state == "done"
    assert shop.checks_on(head)[0]["conclusion"] == "failure"


def test_rerun_judges_again(team: Team) -> None:
    """The re-run button, of the run and of the suite, makes a new run of the same name."""
    shop = team.shop()
    pull, _ = team.reviewed(shop)
    team.github.rerun(shop, shop.checks_on(pull.head)[0], "root")
    team.settled(shop, pull.head, 2)
    team.github.rerun(shop, shop.checks_on(pull.head)[-1], "root", suite=True)
    team.settled(shop, pull.head, 3)
    assert [one["conclusion"] for one in shop.checks_on(pull.head)] == ["failure"] * 3
    assert len(pull.comments) == len(pull.line_comments) == 1
