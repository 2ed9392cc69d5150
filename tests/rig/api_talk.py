"""What is said on a pull request: comments, reviews with comments on lines, reactions."""

from typing import Any

from rig import objects, said
from rig.api import Context, on, unfit
from rig.wire import Answer, Refusal
from rig.world import Account, Comment, Pull, Repository, Review

_MOST = 65_536
_REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")
_STATES = {"APPROVE": "APPROVED", "REQUEST_CHANGES": "CHANGES_REQUESTED", "COMMENT": "COMMENTED"}


@on("GET", "/issues/{issue_number}/comments", "pull_requests")
def list_comments(context: Context) -> Answer:
    """The conversation, oldest first."""
    place = context.place()
    pull = context.pull(place)
    page, links = context.paged(pull.comments)
    return Answer(200, [said.comment(context.world, place, pull.number, one) for one in page], links)


@on("POST", "/issues/{issue_number}/comments", "pull_requests", "write")
def create_comment(context: Context) -> Answer:
    """A comment of the App."""
    place = context.place()
    pull = context.pull(place)
    made = comment_on(context, place, pull, context.world.bot, _body(context))
    return Answer(201, said.comment(context.world, place, pull.number, made))


@on("GET", "/issues/comments/{comment_id}", "pull_requests")
def get_comment(context: Context) -> Answer:
    """One comment."""
    place = context.place()
    pull, found = _comment(context, place)
    return Answer(200, said.comment(context.world, place, pull.number, found))


@on("PATCH", "/issues/comments/{comment_id}", "pull_requests", "write")
def update_comment(context: Context) -> Answer:
    """Changes a comment."""
    place = context.place()
    pull, found = _comment(context, place)
    before, found.body, found.changed = found.body, _body(context), context.world.now()
    told = said.comment(context.world, place, pull.number, found)
    context.hooks.emit(
        "issue_comment",
        "edited",
        place,
        context.world.bot,
        issue=issue(context, place, pull),
        comment=told,
        changes={"body": {"from": before}},
    )
    return Answer(200, told)


@on("DELETE", "/issues/comments/{comment_id}", "pull_requests", "write")
def delete_comment(context: Context) -> Answer:
    """Takes a comment away."""
    pull, found = _comment(context, context.place())
    pull.comments.remove(found)
    return Answer(204)


@on("POST", "/issues/comments/{comment_id}/reactions", "pull_requests", "write")
def react(context: Context) -> Answer:
    """A reaction to a comment: 200 where the App has given it before."""
    return _react(context, _comment(context, context.place())[1])


@on("GET", "/issues/comments/{comment_id}/reactions", "pull_requests")
def list_reactions(context: Context) -> Answer:
    """The reactions to a comment."""
    return _reactions(context, _comment(context, context.place())[1])


@on("POST", "/pulls/comments/{comment_id}/reactions", "pull_requests", "write")
def react_to_line(context: Context) -> Answer:
    """A reaction to a comment on a line."""
    return _react(context, _line_comment(context, context.place())[1])


@on("GET", "/pulls/{pull_number}/reviews", "pull_requests")
def list_reviews(context: Context) -> Answer:
    """The reviews, oldest first."""
    place = context.place()
    pull = context.pull(place)
    page, links = context.paged(pull.reviews)
    return Answer(200, [said.review(context.world, place, pull, one) for one in page], links)


@on("POST", "/pulls/{pull_number}/reviews", "pull_requests", "write")
def create_review(context: Context) -> Answer:
    """A review with its comments: all of them, or none where one stands on a line outside of the difference."""
    place, asked, world = context.place(), context.request.json(), context.world
    pull = context.pull(place)
    event = asked.get("event", "")
    if event and event not in _STATES:
        raise unfit("PullRequestReview", "event")
    if event == "COMMENT" and not asked.get("body") and not asked.get("comments"):
        raise unfit("PullRequestReview", "body", "a review needs a body or comments", "missing_field")
    commit = asked.get("commit_id") or pull.head
    if place.bare.head(commit) != commit:
        raise unfit("PullRequestReview", "commit_id", "the commit isn't part of the pull request")
    for one in asked.get("comments") or []:
        _on_line(place, pull, commit, one)
    review = Review(world.id(), world.bot, asked.get("body") or "", _STATES.get(event, "PENDING"), commit, world.now())
    pull.reviews.append(review)
    for one in asked.get("comments") or []:
        _add(context, place, pull, world.bot, {**one, "commit_id": commit}, review.id)
    told = said.review(world, place, pull, review)
    context.hooks.emit("pull_request_review", "submitted", place, world.bot, review=told, pull_request=_pull(context, place, pull))
    return Answer(200, told)


@on("GET", "/pulls/{pull_number}/reviews/{review_id}/comments", "pull_requests")
def list_review_comments(context: Context) -> Answer:
    """The comments of one review."""
    place = context.place()
    pull, review = context.pull(place), context.number("review_id")
    page, links = context.paged([one for one in pull.line_comments if one.review == review])
    return Answer(200, [said.line_comment(context.world, place, pull, one) for one in page], links)


@on("PUT", "/pulls/{pull_number}/reviews/{review_id}", "pull_requests", "write")
def update_review(context: Context) -> Answer:
    """Changes the text of a review."""
    place = context.place()
    pull, review = context.pull(place), _review(context, context.pull(place))
    review.body = _body(context)
    return Answer(200, said.review(context.world, place, pull, review))


@on("GET", "/pulls/{pull_number}/comments", "pull_requests")
def list_line_comments(context: Context) -> Answer:
    """All comments on lines, oldest first."""
    place = context.place()
    pull = context.pull(place)
    page, links = context.paged(pull.line_comments)
    return Answer(200, [said.line_comment(context.world, place, pull, one) for one in page], links)


@on("POST", "/pulls/{pull_number}/comments", "pull_requests", "write")
def create_line_comment(context: Context) -> Answer:
    """One comment on a line."""
    place, asked = context.place(), context.request.json()
    pull = context.pull(place)
    _on_line(place, pull, asked.get("commit_id") or pull.head, asked)
    made = _add(context, place, pull, context.world.bot, asked, 0)
    return Answer(201, said.line_comment(context.world, place, pull, made))


@on("POST", "/pulls/{pull_number}/comments/{comment_id}/replies", "pull_requests", "write")
def reply(context: Context) -> Answer:
    """A reply in a thread."""
    place, world = context.place(), context.world
    pull, parent = _line_comment(context, place)
    made = reply_to(context, place, pull, parent, world.bot, _body(context))
    return Answer(201, said.line_comment(world, place, pull, made))


@on("GET", "/pulls/comments/{comment_id}", "pull_requests")
def get_line_comment(context: Context) -> Answer:
    """A comment on a line."""
    place = context.place()
    return Answer(200, said.line_comment(context.world, place, *_line_comment(context, place)))


@on("PATCH", "/pulls/comments/{comment_id}", "pull_requests", "write")
def update_line_comment(context: Context) -> Answer:
    """Changes a comment on a line."""
    place = context.place()
    pull, found = _line_comment(context, place)
    found.body, found.changed = _body(context), context.world.now()
    return Answer(200, said.line_comment(context.world, place, pull, found))


@on("DELETE", "/pulls/comments/{comment_id}", "pull_requests", "write")
def delete_line_comment(context: Context) -> Answer:
    """Takes a comment on a line away."""
    pull, found = _line_comment(context, context.place())
    pull.line_comments.remove(found)
    return Answer(204)


def comment_on(context: Context, place: Repository, pull: Pull, who: Account, body: str) -> Comment:
    """A comment of anybody, with its webhook."""
    world = context.world
    made = Comment(world.id(), who, body, world.now(), world.now())
    pull.comments.append(made)
    told = said.comment(world, place, pull.number, made)
    context.hooks.emit("issue_comment", "created", place, who, issue=issue(context, place, pull), comment=told)
    return made


def reply_to(context: Context, place: Repository, pull: Pull, parent: Comment, who: Account, body: str) -> Comment:
    """A reply of anybody, with its webhook."""
    facts = {"path": parent.path, "line": parent.line, "side": parent.side, "commit_id": parent.commit, "body": body}
    return _add(context, place, pull, who, facts, parent.review, parent.thread)


def issue(context: Context, place: Repository, pull: Pull) -> dict[str, Any]:
    """A pull request as the issue that it also is."""
    told = objects.pull(context.world, place, pull, full=False)
    kept: tuple[str, ...] = ("id", "node_id", "number", "title", "user", "labels", "state", "locked", "assignee", "assignees", "milestone")
    kept += ("created_at", "updated_at", "closed_at", "author_association", "body", "draft", "comments_url", "html_url")
    links = {name: told[name] for name in ("url", "html_url", "diff_url", "patch_url", "merged_at")}
    api = told["issue_url"]
    kinds = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")
    more = {"repository_url": api.rpartition("/issues/")[0], "labels_url": f"{api}/labels{{/name}}", "events_url": f"{api}/events"}
    more |= {"active_lock_reason": None, "reactions": {"url": f"{api}/reactions", "total_count": 0, **dict.fromkeys(kinds, 0)}}
    return {**{name: told[name] for name in kept}, **more, "url": api, "comments": len(pull.comments), "pull_request": links}


def _pull(context: Context, place: Repository, pull: Pull) -> dict[str, Any]:
    return objects.pull(context.world, place, pull, full=False)


def _add(context: Context, place: Repository, pull: Pull, who: Account, asked: dict[str, Any], review: int, thread: int = 0) -> Comment:
    world = context.world
    made = Comment(
        world.id(),
        who,
        asked["body"],
        world.now(),
        world.now(),
        path=asked["path"],
        line=asked["line"],
        start_line=asked.get("start_line") or 0,
        side=asked.get("side", "RIGHT"),
        commit=asked.get("commit_id") or pull.head,
        review=review,
    )
    made.thread = thread or made.id
    pull.line_comments.append(made)
    told = said.line_comment(world, place, pull, made)
    context.hooks.emit("pull_request_review_comment", "created", place, who, comment=told, pull_request=_pull(context, place, pull))
    return made


def _on_line(place: Repository, pull: Pull, commit: str, asked: dict[str, Any]) -> None:
    """Raises Refusal where a comment doesn't stand on lines that the difference shows."""
    if not asked.get("body") or len(asked["body"]) > _MOST:
        raise unfit("PullRequestReviewComment", "body", f"body must be 1 to {_MOST} characters")
    files = {one.path: one for one in place.bare.difference(pull.base, commit)}
    file = files.get(asked.get("path", ""))
    if file is None:
        raise unfit("PullRequestReviewComment", "pull_request_review_thread.path", "Path could not be resolved")
    line, start = asked.get("line"), asked.get("start_line")
    for name, number, side in (
        ("line", line, asked.get("side", "RIGHT")),
        ("start_line", start, asked.get("start_side", asked.get("side", "RIGHT"))),
    ):
        if name == "start_line" and number is None:
            continue
        if number not in (file.left if side == "LEFT" else file.right):
            raise unfit("PullRequestReviewComment", f"pull_request_review_thread.{name}", f"{name} must be part of the diff")
    if start is not None and start >= line:
        raise unfit("PullRequestReviewComment", "pull_request_review_thread.start_line", "start_line must precede the end line.")


def _react(context: Context, found: Comment) -> Answer:
    content, world = context.request.json().get("content"), context.world
    if content not in _REACTIONS:
        raise unfit("Reaction", "content")
    mine = (world.bot.login, content)
    status = 200 if mine in found.reactions else 201
    if status == 201:
        found.reactions.append(mine)
    return Answer(status, _reaction(context, found, *mine))


def _reactions(context: Context, found: Comment) -> Answer:
    page, links = context.paged(found.reactions)
    return Answer(200, [_reaction(context, found, *one) for one in page], links)


def _reaction(context: Context, found: Comment, login: str, content: str) -> dict[str, Any]:
    from rig.world import stamp

    number = found.id * 10 + _REACTIONS.index(content)
    who = objects.user(context.world, context.world.account(login))
    return {"id": number, "node_id": objects.node("REA", number), "user": who, "content": content, "created_at": stamp(found.at)}


def _comment(context: Context, place: Repository) -> tuple[Pull, Comment]:
    return _one(context, [(pull, one) for pull in place.pulls.values() for one in pull.comments])


def _line_comment(context: Context, place: Repository) -> tuple[Pull, Comment]:
    return _one(context, [(pull, one) for pull in place.pulls.values() for one in pull.line_comments])


def _one(context: Context, every: list[tuple[Pull, Comment]]) -> tuple[Pull, Comment]:
    number = context.number("comment_id")
    found = next((pair for pair in every if pair[1].id == number), None)
    if found is None:
        raise Refusal(404, "Not Found")
    return found


def _review(context: Context, pull: Pull) -> Review:
    number = context.number("review_id")
    found = next((one for one in pull.reviews if one.id == number), None)
    if found is None:
        raise Refusal(404, "Not Found")
    return found


def _body(context: Context) -> str:
    body = context.request.json().get("body")
    if not isinstance(body, str) or not body.strip() or len(body) > _MOST:
        raise unfit("IssueComment", "body", f"Body is too long (maximum is {_MOST} characters)" if body else "Body can't be blank")
    return body
