"""The App's own calls: itself, its installations and tokens, its webhook and the log of deliveries, the manifest."""

import json
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode

from rig import objects
from rig.api import ROUTES, Context, unfit
from rig.hooks import item, whole
from rig.tokens import key_pair, make_token
from rig.wire import Answer, Refusal
from rig.world import App, Installation, World, stamp

_RANK = ("read", "write", "admin")


@ROUTES("GET", "/app", who="app")
def get_app(context: Context) -> Answer:
    """The App, as it sees itself."""
    return Answer(200, {**objects.app(context.world), "installations_count": len(context.world.installations)})


@ROUTES("GET", "/app/installations", who="app")
def list_installations(context: Context) -> Answer:
    """Where the App is installed."""
    page, links = context.paged(list(context.world.installations.values()))
    return Answer(200, [objects.installation(context.world, one) for one in page], links)


@ROUTES("GET", "/app/installations/{installation_id}", who="app")
def get_installation(context: Context) -> Answer:
    """One installation."""
    return Answer(200, objects.installation(context.world, _installation(context)))


@ROUTES("POST", "/app/installations/{installation_id}/access_tokens", who="app")
def create_token(context: Context) -> Answer:
    """A token, for fewer repositories or permissions where that is asked for."""
    found, asked, world = _installation(context), context.request.json(), context.world
    if found.suspended:
        raise Refusal(403, "This installation has been suspended")
    permissions = asked.get("permissions") or found.permissions
    for name, level in permissions.items():
        if name not in found.permissions or _RANK.index(level) > _RANK.index(found.permissions[name]):
            raise Refusal(422, "The permissions requested are not granted to this installation.")
    covered = list(world.covered(found))
    chosen = {one.id for one in covered if one.id in asked.get("repository_ids", ()) or one.name in asked.get("repositories", ())}
    if len(chosen) != len(asked.get("repository_ids", ())) + len(asked.get("repositories", ())):
        raise Refusal(422, "There is at least one repository that does not exist or is not accessible to the parent installation.")
    made = make_token(world, found, dict(permissions), chosen or None)
    body: dict[str, Any] = {"token": made.value, "expires_at": stamp(made.expires), "permissions": made.permissions}
    body["repository_selection"] = "selected" if chosen or found.chosen is not None else "all"
    if chosen:
        body["repositories"] = [objects.repository(world, one) for one in covered if one.id in chosen]
    return Answer(201, body)


@ROUTES("GET", "/repos/{owner}/{repo}/installation", who="app")
def repository_installation(context: Context) -> Answer:
    """The installation that covers a repository."""
    args = context.request.args
    place = context.world.find(f"{args['owner']}/{args['repo']}")
    return _known(context.world, context.world.installation_of(place) if place else None)


@ROUTES("GET", "/orgs/{org}/installation", who="app")
@ROUTES("GET", "/users/{org}/installation", who="app")
def account_installation(context: Context) -> Answer:
    """The installation of an account."""
    login = context.request.args["org"].lower()
    found = (one for one in context.world.installations.values() if one.account.login.lower() == login)
    return _known(context.world, next(found, None))


@ROUTES("GET", "/installation/repositories")
def list_repositories(context: Context) -> Answer:
    """What the installation covers."""
    chosen = context.token.repositories if context.token else None
    every = [one for one in context.world.covered(context.installation) if chosen is None or one.id in chosen]
    page, links = context.paged(every)
    return Answer(200, {"total_count": len(every), "repositories": [objects.repository(context.world, one) for one in page]}, links)


@ROUTES("GET", "/app/hook/config", who="app")
def get_hook(context: Context) -> Answer:
    """Where webhooks go."""
    return Answer(200, _hook(context.world))


@ROUTES("PATCH", "/app/hook/config", who="app")
def set_hook(context: Context) -> Answer:
    """Sends webhooks elsewhere, or signs them otherwise."""
    asked = context.request.json()
    context.world.app.webhook_url = asked.get("url", context.world.app.webhook_url)
    context.world.app.webhook_secret = asked.get("secret", context.world.app.webhook_secret)
    return Answer(200, _hook(context.world))


@ROUTES("GET", "/app/hook/deliveries", who="app")
def list_deliveries(context: Context) -> Answer:
    """The log, newest first, by cursor."""
    query = context.request.query
    size = min(max(int(query.get("per_page", "30")), 1), 100)
    before = int(query.get("cursor", "0")) or float("inf")
    older = [one for one in reversed(context.hooks.log) if one.id < before]
    if query.get("status") == "failure":
        older = [one for one in older if one.status_code == 0 or one.status_code >= 400]
    page = older[:size]
    next_page = f"{context.world.site}/api/v3/app/hook/deliveries?{urlencode({'per_page': size, 'cursor': page[-1].id})}" if page else ""
    return Answer(200, [item(one) for one in page], {"Link": f'<{next_page}>; rel="next"'} if len(older) > size else {})


@ROUTES("GET", "/app/hook/deliveries/{delivery_id}", who="app")
def get_delivery(context: Context) -> Answer:
    """One delivery with all that went over the wire."""
    return Answer(200, whole(context.world, context.hooks.find(context.number("delivery_id"))))


@ROUTES("POST", "/app/hook/deliveries/{delivery_id}/attempts", who="app")
def redeliver(context: Context) -> Answer:
    """Posts a delivery again."""
    context.hooks.redeliver(context.number("delivery_id"))
    return Answer(202, {})


@ROUTES("POST", "/settings/apps/new", who="anyone")
@ROUTES("POST", "/organizations/{org}/settings/apps/new", who="anyone")
def new_app(context: Context) -> Answer:
    """The page on which somebody confirms a manifest: here they always do. Redirects with the code."""
    form = dict(parse_qsl(context.request.body.decode()))
    manifest = json.loads(form["manifest"])
    world = context.world
    owner = world.account(context.request.args["org"], "Organization") if "org" in context.request.args else world.account("someone")
    private, public = key_pair()
    code, number = secrets.token_hex(20), world.id()
    world.manifests[code] = App(
        id=number,
        slug="-".join(manifest.get("name", f"app-{number}").lower().split()),
        owner=owner,
        client_id=f"Iv23{secrets.token_hex(8)}",
        client_secret=secrets.token_hex(20),
        private_key=private,
        public_key=public,
        webhook_secret=secrets.token_hex(20),
        webhook_url=manifest.get("hook_attributes", {}).get("url", ""),
        permissions={"metadata": "read", **manifest.get("default_permissions", {})},
        events=tuple(manifest.get("default_events", ())),
    )
    answer = urlencode({"code": code, "state": context.request.query.get("state", "")})
    return Answer(302, None, {"Location": f"{manifest['redirect_url']}?{answer}"})


@ROUTES("POST", "/app-manifests/{code}/conversions", who="anyone")
def convert(context: Context) -> Answer:
    """The keys of the App that a code stands for; a code is good once. From now on it is the App."""
    world = context.world
    made = world.manifests.pop(context.request.args["code"], None)
    if made is None:
        raise unfit("AppManifest", "code", "the code is unknown or was used")
    world.app = made
    keys = {"client_secret": made.client_secret, "webhook_secret": made.webhook_secret, "pem": made.private_key}
    return Answer(201, {**objects.app(world), **keys})


@ROUTES("GET", "/meta", who="anyone")
def meta(context: Context) -> Answer:
    """What GitHub tells anyone about itself."""
    return Answer(200, {"verifiable_password_authentication": False, "hooks": ["127.0.0.0/8"]})


@ROUTES("GET", "/rate_limit")
def rate_limit(context: Context) -> Answer:
    """The quota that is left."""
    world, key = context.world, str(context.installation.id)
    used = world.spent.get(key, 0)
    core = {"limit": world.quota, "used": used, "remaining": max(world.quota - used, 0), "reset": int(world.now() // 3600 + 1) * 3600}
    return Answer(200, {"resources": {"core": core, "search": core}, "rate": core})


def _installation(context: Context) -> Installation:
    found = context.world.installations.get(context.number("installation_id"))
    if found is None:
        raise Refusal(404, "Not Found")
    return found


def _known(world: World, found: Installation | None) -> Answer:
    if found is None:
        raise Refusal(404, "Not Found")
    return Answer(200, objects.installation(world, found))


def _hook(world: World) -> dict[str, Any]:
    return {"content_type": "json", "insecure_ssl": "0", "secret": "********", "url": world.app.webhook_url or "https://example.org/"}
