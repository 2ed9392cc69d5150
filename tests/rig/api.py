"""The way of every API call: who asks, what they may, the quota, the route, GitHub's headers."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rig.hooks import Hooks
from rig.wire import Answer, Refusal, Request, Routes
from rig.world import Installation, Pull, Repository, Token, World

ROUTES = Routes()
"""All calls; the modules `api_*` fill it."""

_LEVELS = {"none": 0, "read": 1, "write": 2}
Checker = Callable[[str, str, dict[str, str], bytes], list[str]]


@dataclass
class Context:
    """What a route gets: the world, the webhooks, the request, and who asks (`token` is None for the App itself)."""

    world: World
    hooks: Hooks
    request: Request
    token: Token | None = None

    @property
    def installation(self) -> Installation:
        """The installation that asks."""
        if self.token is None:
            raise Refusal(403, "Resource not accessible by integration")
        return self.token.installation

    def place(self) -> Repository:
        """The repository that the path names, as far as the token reaches. Raises Refusal; a moved one redirects."""
        args, world = self.request.args, self.world
        if "repository_id" in args:
            found = world.repositories.get(_number(args["repository_id"]))
        else:
            name = f"{args['owner']}/{args['repo']}"
            found = world.find(name)
            if found is None and name.lower() in world.moved:
                rest = self.request.path.split("/", 4)[4:]
                target = "/".join([f"{world.site}/api/v3/repositories/{world.moved[name.lower()]}", *rest])
                raise Refusal(301, "Moved Permanently", headers={"Location": target})
        if found is None or not self._reaches(found):
            raise Refusal(404, "Not Found")
        return found

    def _reaches(self, place: Repository) -> bool:
        if self.token is None:
            return not place.private
        own = self.world.installation_of(place) is self.token.installation
        chosen = self.token.repositories
        return not place.private or (own and (chosen is None or place.id in chosen))

    def pull(self, place: Repository) -> Pull:
        """The pull request that the path names. Raises Refusal."""
        number = _number(self.request.args.get("pull_number") or self.request.args.get("issue_number", ""))
        if number not in place.pulls:
            raise Refusal(404, "Not Found")
        return place.pulls[number]

    def number(self, name: str) -> int:
        """A number of the path. Raises Refusal where it is none."""
        return _number(self.request.args[name])

    def paged(self, items: list[Any]) -> tuple[list[Any], dict[str, str]]:
        """The page that is asked for, and the Link header where there are others."""
        query = self.request.query
        size = min(max(_number(query.get("per_page", "30")), 1), 100)
        page = max(_number(query.get("page", "1")), 1)
        last = max(math.ceil(len(items) / size), 1)
        links = []
        for word, number in (("prev", page - 1), ("next", page + 1), ("last", last)):
            if (word == "prev" and page > 1) or (word != "prev" and page < last):
                rest = "&".join(f"{name}={value}" for name, value in {**query, "page": number, "per_page": size}.items())
                links.append(f'<{self.world.site}/api/v3{self.request.path}?{rest}>; rel="{word}"')
        return items[(page - 1) * size : page * size], {"Link": ", ".join(links)} if links else {}


def on(method: str, path: str, name: str = "", level: str = "read") -> Callable[[Callable[[Context], Answer]], Callable[[Context], Answer]]:
    """A call on a repository, by its name and by its number; `name` and `level` are the permission that it needs."""

    def keep(function: Callable[[Context], Answer]) -> Callable[[Context], Answer]:
        for root in ("/repos/{owner}/{repo}", "/repositories/{repository_id}"):
            ROUTES(method, root + path, needs=(name, level) if name else None)(function)
        return function

    return keep


def handle(world: World, hooks: Hooks, request: Request) -> Answer:
    """The answer to a request, with its effect."""
    try:
        found = ROUTES.find(request.method, request.path)
        if found is None:
            raise Refusal(404, "Not Found")
        function, request.args, facts = found
        with world.lock:
            context = Context(world, hooks, request)
            spent: dict[str, str] = {}
            if facts.get("who") == "app":
                from rig.tokens import check_jwt

                check_jwt(world, request)
            elif facts.get("who") != "anyone":
                from rig.tokens import token_of

                context.token = token_of(world, request)
                spent = _spend(world, context.token)
                _allow(context, facts.get("needs"))
            answer = function(context)
        return Answer(answer.status, answer.body, {**spent, "X-GitHub-Request-Id": "0", **answer.headers})
    except Refusal as refusal:
        return refusal.answer()


def _spend(world: World, token: Token) -> dict[str, str]:
    """Counts a call against the installation's hour. Raises Refusal when it is used up."""
    key = str(token.installation.id)
    reset = int(world.now() // 3600 + 1) * 3600
    left = world.quota - world.spent.get(key, 0)
    world.spent[key] = world.spent.get(key, 0) + 1
    headers = {
        "X-RateLimit-Limit": str(world.quota),
        "X-RateLimit-Remaining": str(max(left - 1, 0)),
        "X-RateLimit-Used": str(min(world.spent[key], world.quota)),
        "X-RateLimit-Reset": str(reset),
        "X-RateLimit-Resource": "core",
    }
    if left <= 0:
        raise Refusal(403, f"API rate limit exceeded for installation ID {key}.", headers=headers)
    return headers


def _allow(context: Context, needs: tuple[str, str] | None) -> None:
    if context.token is None or needs is None:
        return
    name, level = needs
    if _LEVELS.get(context.token.permissions.get(name, "none"), 0) < _LEVELS[level]:
        raise Refusal(403, "Resource not accessible by integration", headers={"X-Accepted-GitHub-Permissions": f"{name}={level}"})


def unfit(resource: str, field: str, message: str = "", code: str = "invalid") -> Refusal:
    """GitHub's answer to a body that it understands but can't use."""
    return Refusal(
        422,
        "Validation Failed" + (f": {message}" if message else ""),
        [{"resource": resource, "field": field, "code": code, "message": message}],
    )


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Refusal(404, "Not Found") from error
