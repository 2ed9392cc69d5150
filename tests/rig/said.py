"""What is said on a pull request, in the form in which GitHub says it."""

from typing import Any

from rig.objects import app, association, node, user
from rig.world import Comment, Pull, Repository, Review, World, stamp


def comment(world: World, place: Repository, number: int, found: Comment) -> dict[str, Any]:
    """A comment on the conversation of a pull request."""
    api = f"{world.site}/api/v3/repos/{place.full_name}/issues"
    return {
        "id": found.id,
        "node_id": node("IC", found.id),
        "url": f"{api}/comments/{found.id}",
        "html_url": f"{world.site}/{place.full_name}/pull/{number}#issuecomment-{found.id}",
        "issue_url": f"{api}/{number}",
        "user": user(world, found.user),
        "body": found.body,
        "created_at": stamp(found.at),
        "updated_at": stamp(found.changed),
        "author_association": association(world, place, found.user),
        "performed_via_github_app": app(world) if found.user is world.bot else None,
        "reactions": _reactions(f"{api}/comments/{found.id}", found),
    }


def line_comment(world: World, place: Repository, pull: Pull, found: Comment) -> dict[str, Any]:
    """A comment on a line of a pull request."""
    api = f"{world.site}/api/v3/repos/{place.full_name}/pulls"
    mine, page = f"{api}/comments/{found.id}", f"{world.site}/{place.full_name}/pull/{pull.number}#discussion_r{found.id}"
    made = {
        "id": found.id,
        "node_id": node("PRRC", found.id),
        "url": mine,
        "html_url": page,
        "pull_request_url": f"{api}/{pull.number}",
        "pull_request_review_id": found.review or None,
        "diff_hunk": "@@",
        "path": found.path,
        "position": 1,
        "original_position": 1,
        "commit_id": pull.head,
        "original_commit_id": found.commit,
        "user": user(world, found.user),
        "body": found.body,
        "created_at": stamp(found.at),
        "updated_at": stamp(found.changed),
        "author_association": association(world, place, found.user),
        "_links": {"self": {"href": mine}, "html": {"href": page}, "pull_request": {"href": f"{api}/{pull.number}"}},
        "line": found.line,
        "original_line": found.line,
        "start_line": found.start_line or None,
        "original_start_line": found.start_line or None,
        "side": found.side,
        "start_side": found.side if found.start_line else None,
        "subject_type": "line",
        "reactions": _reactions(mine, found),
    }
    return {**made, "in_reply_to_id": found.thread} if found.thread != found.id else made


def review(world: World, place: Repository, pull: Pull, found: Review) -> dict[str, Any]:
    """A review."""
    page = f"{world.site}/{place.full_name}/pull/{pull.number}"
    api = f"{world.site}/api/v3/repos/{place.full_name}/pulls/{pull.number}"
    return {
        "id": found.id,
        "node_id": node("PRR", found.id),
        "user": user(world, found.user),
        "body": found.body,
        "state": found.state,
        "html_url": f"{page}#pullrequestreview-{found.id}",
        "pull_request_url": api,
        "_links": {"html": {"href": f"{page}#pullrequestreview-{found.id}"}, "pull_request": {"href": api}},
        "submitted_at": stamp(found.at),
        "commit_id": found.commit,
        "author_association": association(world, place, found.user),
    }


def _reactions(api: str, found: Comment) -> dict[str, Any]:
    kinds = ("+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket")
    counts = {kind: sum(content == kind for _, content in found.reactions) for kind in kinds}
    return {"url": f"{api}/reactions", "total_count": len(found.reactions), **counts}
