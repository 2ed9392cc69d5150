"""Calls that read a repository: itself, branches, commits, files, comparisons, pull requests, who may do what."""

import base64
import subprocess
from typing import Any

from rig import objects
from rig.api import Context, on
from rig.bare import ENVIRONMENT
from rig.wire import Answer, Refusal
from rig.world import Pull, Repository, World, stamp

_MOST_FILES = 3000


@on("GET", "", "metadata")
def get_repository(context: Context) -> Answer:
    """The repository."""
    return Answer(200, objects.repository(context.world, context.place()))


@on("GET", "/branches/{branch+}", "contents")
def get_branch(context: Context) -> Answer:
    """A branch, its commit, and whether it is protected."""
    place, name = context.place(), context.request.args["branch"]
    commit = place.bare.head(f"refs/heads/{name}")
    if not commit:
        raise Refusal(404, "Branch not found")
    api = f"{context.world.site}/api/v3/repos/{place.full_name}/branches/{name}"
    return Answer(
        200,
        {
            "name": name,
            "commit": _commit(context.world, place, commit),
            "_links": {"self": api, "html": f"{context.world.site}/{place.full_name}/tree/{name}"},
            "protected": name in place.protected,
            "protection": {"enabled": name in place.protected},
            "protection_url": f"{api}/protection",
        },
    )


@on("GET", "/branches", "contents")
def list_branches(context: Context) -> Answer:
    """All branches, or the protected ones."""
    place = context.place()
    rows = place.bare.git("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads").decode().splitlines()
    every = []
    for name, commit in (row.rsplit(" ", 1) for row in rows):
        guarded = name in place.protected
        if str(guarded).lower() == context.request.query.get("protected", str(guarded).lower()):
            url = f"{context.world.site}/api/v3/repos/{place.full_name}/commits/{commit}"
            every.append({"name": name, "commit": {"sha": commit, "url": url}, "protected": guarded})
    page, links = context.paged(every)
    return Answer(200, page, links)


@on("GET", "/commits/{commit_sha}/pulls", "contents")
def pulls_of_commit(context: Context) -> Answer:
    """The pull requests whose head a commit is."""
    place, commit = context.place(), context.request.args["commit_sha"]
    page, links = context.paged([one for one in place.pulls.values() if commit in (one.head, one.merged)])
    return Answer(200, [objects.pull(context.world, place, one, full=False) for one in page], links)


@on("GET", "/commits/{ref}", "contents")
def get_commit(context: Context) -> Answer:
    """A commit by id or ref."""
    place = context.place()
    return Answer(200, _commit(context.world, place, _resolved(place, context.request.args["ref"])))


@on("GET", "/commits", "contents")
def list_commits(context: Context) -> Answer:
    """The history of a ref, newest first."""
    place, query = context.place(), context.request.query
    start = _resolved(place, query.get("sha") or place.default_branch)
    ids = place.bare.git("rev-list", "--max-count=1000", start).decode().split()
    page, links = context.paged(ids)
    return Answer(200, [_commit(context.world, place, one) for one in page], links)


@on("GET", "/compare/{basehead+}", "contents")
def compare(context: Context) -> Answer:
    """What one commit changed since it left another; at most 300 files, as GitHub says."""
    place, world = context.place(), context.world
    base, dots, head = context.request.args["basehead"].partition("...")
    if not dots:
        raise Refusal(404, "Not Found")
    base, head = _resolved(place, base), _resolved(place, head)
    common = place.bare.merge_base(base, head)
    if not common:
        raise Refusal(404, f"No common ancestor between {base} and {head}.")
    ahead = place.bare.git("rev-list", f"{base}..{head}").decode().split()
    behind = place.bare.git("rev-list", f"{head}..{base}").decode().split()
    word = "identical" if base == head else "diverged" if ahead and behind else "ahead" if ahead else "behind"
    api, page = (
        f"{world.site}/api/v3/repos/{place.full_name}/compare/{base}...{head}",
        f"{world.site}/{place.full_name}/compare/{base}...{head}",
    )
    return Answer(
        200,
        {
            "url": api,
            "html_url": page,
            "permalink_url": page,
            "diff_url": f"{page}.diff",
            "patch_url": f"{page}.patch",
            "base_commit": _commit(world, place, base),
            "merge_base_commit": _commit(world, place, common),
            "status": word,
            "ahead_by": len(ahead),
            "behind_by": len(behind),
            "total_commits": len(ahead),
            "commits": [_commit(world, place, one) for one in reversed(ahead[:250])],
            "files": [objects.file(world, place, head, one) for one in place.bare.difference(base, head)[:300]],
        },
    )


@on("GET", "/contents/{path+}", "contents")
def get_contents(context: Context) -> Answer:
    """A file at a commit."""
    place, path, world = context.place(), context.request.args["path"], context.world
    commit = _resolved(place, context.request.query.get("ref") or place.default_branch)
    found = place.bare.read(commit, path)
    if found is None:
        raise Refusal(404, "Not Found")
    blob, raw = found
    if "raw" in context.request.headers.get("accept", ""):
        return Answer(200, raw, {"Content-Type": "application/vnd.github.raw"})
    api, page = f"{world.site}/api/v3/repos/{place.full_name}", f"{world.site}/{place.full_name}/blob/{commit}/{path}"
    mine = f"{api}/contents/{path}?ref={commit}"
    small = len(raw) <= 1_000_000
    made = {
        "type": "file",
        "encoding": "base64" if small else "none",
        "size": len(raw),
        "name": path.rsplit("/", 1)[-1],
        "path": path,
        "content": base64.encodebytes(raw).decode() if small else "",
        "sha": blob,
        "url": mine,
        "git_url": f"{api}/git/blobs/{blob}",
        "html_url": page,
        "download_url": page,
    }
    return Answer(200, {**made, "_links": {"self": mine, "git": made["git_url"], "html": page}})


@on("GET", "/git/blobs/{file_sha}", "contents")
def get_blob(context: Context) -> Answer:
    """A blob by its id."""
    place, blob = context.place(), context.request.args["file_sha"]
    try:
        raw = place.bare.git("cat-file", "blob", blob)
    except subprocess.CalledProcessError as error:
        raise Refusal(404, "Not Found") from error
    api = f"{context.world.site}/api/v3/repos/{place.full_name}/git/blobs/{blob}"
    content = base64.encodebytes(raw).decode()
    body = {"sha": blob, "node_id": objects.node("B", 1), "size": len(raw), "url": api, "content": content, "encoding": "base64"}
    return Answer(200, body)


@on("GET", "/git/ref/{ref+}", "contents")
def get_ref(context: Context) -> Answer:
    """Where a ref points."""
    place, ref = context.place(), f"refs/{context.request.args['ref']}"
    commit = place.bare.head(ref)
    if not commit:
        raise Refusal(404, "Not Found")
    api = f"{context.world.site}/api/v3/repos/{place.full_name}/git"
    target = {"type": "commit", "sha": commit, "url": f"{api}/commits/{commit}"}
    return Answer(200, {"ref": ref, "node_id": objects.node("REF", 1), "url": f"{api}/{ref}", "object": target})


@on("GET", "/pulls", "pull_requests")
def list_pulls(context: Context) -> Answer:
    """Pull requests by state, base and head."""
    place, query = context.place(), context.request.query
    wanted = query.get("state", "open")
    every = [one for one in place.pulls.values() if wanted in ("all", one.state) and query.get("base", one.base_branch) == one.base_branch]
    if "head" in query:
        every = [one for one in every if f"{(one.source or place).owner.login}:{one.branch}" == query["head"]]
    every.sort(
        key=lambda one: one.number, reverse=query.get("direction", "desc" if query.get("sort", "created") == "created" else "asc") == "desc"
    )
    page, links = context.paged(every)
    return Answer(200, [objects.pull(context.world, place, one, full=False) for one in page], links)


@on("GET", "/pulls/{pull_number}", "pull_requests")
def get_pull(context: Context) -> Answer:
    """A pull request, or its difference as text."""
    place = context.place()
    found = context.pull(place)
    if ".diff" in context.request.headers.get("accept", ""):
        return Answer(200, _diff(place, found), {"Content-Type": "application/vnd.github.diff"})
    return Answer(200, objects.pull(context.world, place, found))


@on("GET", "/pulls/{pull_number}/files", "pull_requests")
def list_files(context: Context) -> Answer:
    """What a pull request changes: never more than 3,000 files."""
    place = context.place()
    found = context.pull(place)
    page, links = context.paged(place.bare.difference(found.base, found.head)[:_MOST_FILES])
    return Answer(200, [objects.file(context.world, place, found.head, one) for one in page], links)


@on("GET", "/pulls/{pull_number}/commits", "pull_requests")
def list_pull_commits(context: Context) -> Answer:
    """The commits of a pull request, oldest first."""
    place = context.place()
    found = context.pull(place)
    ids = place.bare.git("rev-list", "--reverse", f"{found.base}..{found.head}").decode().split()[:250]
    page, links = context.paged(ids)
    return Answer(200, [_commit(context.world, place, one) for one in page], links)


@on("GET", "/collaborators/{username}/permission", "metadata")
def get_permission(context: Context) -> Answer:
    """What somebody may do."""
    place, login, world = context.place(), context.request.args["username"], context.world
    role = world.role(place, login)
    who = objects.user(world, world.account(login))
    level = {
        name: role in roles for name, roles in {"pull": ("read", "write", "admin"), "push": ("write", "admin"), "admin": ("admin",)}.items()
    }
    mine = {**who, "permissions": {**level, "triage": level["push"], "maintain": level["admin"]}, "role_name": role}
    return Answer(200, {"permission": role, "role_name": role, "user": mine})


@on("GET", "/collaborators/{username}", "metadata")
def is_collaborator(context: Context) -> Answer:
    """204 for somebody who may write, 404 for others."""
    place = context.place()
    if context.world.role(place, context.request.args["username"]) not in ("write", "admin"):
        raise Refusal(404, "Not Found")
    return Answer(204)


def _resolved(place: Repository, ref: str) -> str:
    commit = place.bare.head(ref) or place.bare.head(f"refs/heads/{ref}")
    if not commit:
        raise Refusal(422 if len(ref) == 40 else 404, f"No commit found for SHA: {ref}" if len(ref) == 40 else "Not Found")
    return commit


def _diff(place: Repository, found: Pull) -> bytes:
    start = place.bare.merge_base(found.base, found.head) or found.base
    words = ["git", "-C", str(place.bare.folder), "diff", "--no-ext-diff", "--no-textconv", "--no-color", "-M", start, found.head, "--"]
    return subprocess.run(words, env=ENVIRONMENT, capture_output=True, check=True).stdout


def _commit(world: World, place: Repository, commit: str) -> dict[str, Any]:
    tree, parents, name, mail, at, message = place.bare.facts(commit)
    api, page = f"{world.site}/api/v3/repos/{place.full_name}", f"{world.site}/{place.full_name}"
    who = {"name": name, "email": mail, "date": stamp(at)}
    return {
        "url": f"{api}/commits/{commit}",
        "sha": commit,
        "node_id": objects.node("C", 1),
        "html_url": f"{page}/commit/{commit}",
        "comments_url": f"{api}/commits/{commit}/comments",
        "commit": {
            "url": f"{api}/git/commits/{commit}",
            "author": who,
            "committer": who,
            "message": message,
            "comment_count": 0,
            "tree": {"sha": tree, "url": f"{api}/git/trees/{tree}"},
            "verification": {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None},
        },
        "author": None,
        "committer": None,
        "parents": [{"sha": one, "url": f"{api}/commits/{one}", "html_url": f"{page}/commit/{one}"} for one in parents],
    }
