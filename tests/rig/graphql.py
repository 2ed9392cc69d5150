"""The few things that only GraphQL can: minimise a comment, resolve a thread, list the threads of a pull request."""

import base64
from collections.abc import Iterator
from typing import Any

from rig import objects
from rig.api import ROUTES, Context
from rig.wire import Answer, Refusal
from rig.world import Comment, Pull, Repository

SCHEMA = """
enum ReportedContentClassifiers { SPAM ABUSE OFF_TOPIC OUTDATED DUPLICATE RESOLVED }
interface Node { id: ID! }
interface Minimizable { isMinimized: Boolean! minimizedReason: String viewerCanMinimize: Boolean! }
type IssueComment implements Node & Minimizable
  { id: ID! databaseId: Int body: String! isMinimized: Boolean! minimizedReason: String viewerCanMinimize: Boolean! }
type PullRequestReviewComment implements Node & Minimizable
  { id: ID! databaseId: Int body: String! path: String! isMinimized: Boolean! minimizedReason: String viewerCanMinimize: Boolean! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type PullRequestReviewCommentConnection { nodes: [PullRequestReviewComment] totalCount: Int! pageInfo: PageInfo! }
type PullRequestReviewThread implements Node
  { id: ID! isResolved: Boolean! isOutdated: Boolean! path: String! line: Int comments(first: Int, after: String): PullRequestReviewCommentConnection! }
type PullRequestReviewThreadConnection { nodes: [PullRequestReviewThread] totalCount: Int! pageInfo: PageInfo! }
type PullRequest implements Node
  { id: ID! number: Int! reviewThreads(first: Int, after: String): PullRequestReviewThreadConnection! }
type Repository implements Node { id: ID! pullRequest(number: Int!): PullRequest }
type Query { repository(owner: String!, name: String!): Repository node(id: ID!): Node }
input MinimizeCommentInput { subjectId: ID! classifier: ReportedContentClassifiers! clientMutationId: String }
type MinimizeCommentPayload { minimizedComment: Minimizable clientMutationId: String }
input UnminimizeCommentInput { subjectId: ID! clientMutationId: String }
type UnminimizeCommentPayload { unminimizedComment: Minimizable clientMutationId: String }
input ResolveReviewThreadInput { threadId: ID! clientMutationId: String }
type ResolveReviewThreadPayload { thread: PullRequestReviewThread clientMutationId: String }
type Mutation {
  minimizeComment(input: MinimizeCommentInput!): MinimizeCommentPayload
  unminimizeComment(input: UnminimizeCommentInput!): UnminimizeCommentPayload
  resolveReviewThread(input: ResolveReviewThreadInput!): ResolveReviewThreadPayload
}
"""
"""The part of GitHub's schema that is answered; a query outside of it gets GraphQL's own errors."""


@ROUTES("POST", "/api/graphql", needs=("pull_requests", "write"))
@ROUTES("POST", "/graphql", needs=("pull_requests", "write"))
def answer(context: Context) -> Answer:
    """Runs a query or mutation."""
    from graphql import build_schema, graphql_sync

    asked = context.request.json()
    if not isinstance(asked.get("query"), str):
        raise Refusal(400, "A query attribute must be specified and must be a string.")
    done = graphql_sync(
        build_schema(SCHEMA),
        asked["query"],
        root_value=_Root(context),
        variable_values=asked.get("variables") or {},
        operation_name=asked.get("operationName"),
    )
    return Answer(200, done.formatted)


class _Root:
    """The resolvers; the library calls a method with the fields' arguments."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def repository(self, info: Any, owner: str, name: str) -> dict[str, Any]:
        place = self._context.world.find(f"{owner}/{name}")
        if place is None:
            raise ValueError(f"Could not resolve to a Repository with the name '{owner}/{name}'.")
        pulls = {one.number: _pull(one) for one in place.pulls.values()}
        return {"id": objects.node("R", place.id), "pullRequest": lambda info, number: pulls.get(number)}

    def node(self, info: Any, id: str) -> dict[str, Any]:
        return _told(self._comment(id))

    def minimizeComment(self, info: Any, input: dict[str, Any]) -> dict[str, Any]:
        found = self._comment(input["subjectId"])
        found.minimized = input["classifier"].lower()
        return {"minimizedComment": _told(found)}

    def unminimizeComment(self, info: Any, input: dict[str, Any]) -> dict[str, Any]:
        found = self._comment(input["subjectId"])
        found.minimized = ""
        return {"unminimizedComment": _told(found)}

    def resolveReviewThread(self, info: Any, input: dict[str, Any]) -> dict[str, Any]:
        thread = _number(input["threadId"])
        pull = next((pull for _, pull, one in self._every() if one.id == thread and one.path), None)
        if pull is None:
            raise ValueError(f"Could not resolve to a node with the global id of '{input['threadId']}'")
        for one in pull.line_comments:
            one.resolved = one.resolved or one.thread == thread
        return {"thread": _thread([one for one in pull.line_comments if one.thread == thread])}

    def _comment(self, id: str) -> Comment:
        found = next((one for _, _, one in self._every() if one.id == _number(id)), None)
        if found is None:
            raise ValueError(f"Could not resolve to a node with the global id of '{id}'")
        return found

    def _every(self) -> Iterator[tuple[Repository, Pull, Comment]]:
        for place in self._context.world.covered(self._context.installation):
            for pull in place.pulls.values():
                yield from ((place, pull, one) for one in (*pull.comments, *pull.line_comments))


def _pull(pull: Pull) -> dict[str, Any]:
    threads: dict[int, list[Comment]] = {}
    for one in pull.line_comments:
        threads.setdefault(one.thread, []).append(one)
    return {"id": objects.node("PR", pull.id), "number": pull.number, "reviewThreads": _page([_thread(one) for one in threads.values()])}


def _thread(comments: list[Comment]) -> dict[str, Any]:
    first = comments[0]
    facts = {"id": objects.node("PRRT", first.thread), "isResolved": first.resolved, "isOutdated": False}
    return {**facts, "path": first.path, "line": first.line, "comments": _page([_told(one) for one in comments])}


def _told(found: Comment) -> dict[str, Any]:
    kind = ("PRRC", "PullRequestReviewComment") if found.path else ("IC", "IssueComment")
    return {
        "__typename": kind[1],
        "id": objects.node(kind[0], found.id),
        "databaseId": found.id,
        "body": found.body,
        "path": found.path,
        "isMinimized": bool(found.minimized),
        "minimizedReason": found.minimized or None,
        "viewerCanMinimize": True,
    }


def _page(nodes: list[dict[str, Any]]) -> Any:
    def paged(info: Any, first: int = 100, after: str = "0") -> dict[str, Any]:
        at = int(after)
        more = at + first < len(nodes)
        end = str(min(at + first, len(nodes)))
        return {"nodes": nodes[at : at + first], "totalCount": len(nodes), "pageInfo": {"hasNextPage": more, "endCursor": end}}

    return paged


def _number(id: str) -> int:
    """The number behind a node id."""
    text = id.partition("_")[2]
    return int(base64.b32decode(text + "=" * (-len(text) % 8)))
