"""What the fake knows, in the form in which GitHub says it, in answers and in webhooks."""

import base64
from typing import Any

from rig.bare import FileDifference
from rig.world import Account, Check, Installation, Pull, Repository, World, stamp

_USER_LINKS = (
    "followers following{/other_user} gists{/gist_id} starred{/owner}{/repo} subscriptions orgs repos events{/privacy} received_events"
).split()
_REPOSITORY_LINKS = {
    "archive_url": "{archive_format}{/ref}",
    "assignees_url": "assignees{/user}",
    "blobs_url": "git/blobs{/sha}",
    "branches_url": "branches{/branch}",
    "collaborators_url": "collaborators{/collaborator}",
    "comments_url": "comments{/number}",
    "commits_url": "commits{/sha}",
    "compare_url": "compare/{base}...{head}",
    "contents_url": "contents/{+path}",
    "git_commits_url": "git/commits{/sha}",
    "git_refs_url": "git/refs{/sha}",
    "git_tags_url": "git/tags{/sha}",
    "issue_comment_url": "issues/comments{/number}",
    "issue_events_url": "issues/events{/number}",
    "issues_url": "issues{/number}",
    "keys_url": "keys{/key_id}",
    "labels_url": "labels{/name}",
    "milestones_url": "milestones{/number}",
    "notifications_url": "notifications{?since,all,participating}",
    "pulls_url": "pulls{/number}",
    "releases_url": "releases{/id}",
    "statuses_url": "statuses/{sha}",
    "trees_url": "git/trees{/sha}",
    **{f"{name}_url": name for name in ("contributors deployments downloads events forks hooks languages merges stargazers").split()},
    **{f"{name}_url": name for name in ("subscribers subscription tags teams").split()},
}


_SIMPLE = ("id", "tree_id", "message", "timestamp", "author", "committer")


def node(kind: str, number: int) -> str:
    """A node id, as GraphQL wants it."""
    return f"{kind}_{base64.b32encode(str(number).encode()).decode().rstrip('=')}"


def user(world: World, found: Account) -> dict[str, Any]:
    """A simple user."""
    api = f"{world.site}/api/v3/users/{found.login}"
    names = ("followers", "following", "gists", "starred", "subscriptions", "organizations", "repos", "events", "received_events")
    return {
        "login": found.login,
        "id": found.id,
        "node_id": node("U", found.id),
        "avatar_url": f"{world.site}/avatars/{found.id}",
        "gravatar_id": "",
        "url": api,
        "html_url": f"{world.site}/{found.login}",
        **{f"{name}_url": f"{api}/{link}" for name, link in zip(names, _USER_LINKS, strict=True)},
        "type": found.kind,
        "site_admin": False,
    }


def repository(world: World, found: Repository) -> dict[str, Any]:
    """A full repository."""
    api, page = f"{world.site}/api/v3/repos/{found.full_name}", f"{world.site}/{found.full_name}"
    clone = f"{world.git_site}/{found.full_name}.git"
    made: dict[str, Any] = {
        "id": found.id,
        "node_id": node("R", found.id),
        "name": found.name,
        "full_name": found.full_name,
        "owner": user(world, found.owner),
        "private": found.private,
        "visibility": "private" if found.private else "public",
        "html_url": page,
        "description": None,
        "fork": found.parent is not None,
        "url": api,
        **{name: f"{api}/{link}" for name, link in _REPOSITORY_LINKS.items()},
        "clone_url": clone,
        "git_url": clone.replace("http", "git", 1),
        "ssh_url": f"git@127.0.0.1:{found.full_name}.git",
        "svn_url": page,
        "mirror_url": None,
        "homepage": None,
        "language": None,
        "license": None,
        "default_branch": found.default_branch,
        "archived": found.archived,
        "disabled": False,
        "created_at": stamp(1_700_000_000),
        "updated_at": stamp(1_700_000_000),
        "pushed_at": stamp(1_700_000_000),
        "size": 10,
        "topics": [],
        **dict.fromkeys(("has_issues", "has_projects", "has_wiki", "has_downloads"), True),
        **dict.fromkeys(("has_pages", "has_discussions", "is_template", "web_commit_signoff_required"), False),
        **dict.fromkeys(("forks", "forks_count", "open_issues", "open_issues_count", "stargazers_count"), 0),
        **dict.fromkeys(("watchers", "watchers_count", "network_count", "subscribers_count"), 0),
        "allow_forking": True,
        "permissions": {"admin": False, "maintain": False, "push": False, "triage": False, "pull": True},
    }
    if found.parent:
        made["parent"] = made["source"] = {**repository(world, found.parent)}
    return made


def installation(world: World, found: Installation) -> dict[str, Any]:
    """An installation of the App."""
    return {
        "id": found.id,
        "account": user(world, found.account),
        "repository_selection": "all" if found.chosen is None else "selected",
        "access_tokens_url": f"{world.site}/api/v3/app/installations/{found.id}/access_tokens",
        "repositories_url": f"{world.site}/api/v3/installation/repositories",
        "html_url": f"{world.site}/organizations/{found.account.login}/settings/installations/{found.id}",
        "app_id": world.app.id,
        "app_slug": world.app.slug,
        "client_id": world.app.client_id,
        "target_id": found.account.id,
        "target_type": found.account.kind,
        "permissions": found.permissions,
        "events": list(world.app.events),
        "created_at": stamp(1_700_000_000),
        "updated_at": stamp(1_700_000_000),
        "single_file_name": None,
        "has_multiple_single_files": False,
        "single_file_paths": [],
        "suspended_by": user(world, found.account) if found.suspended else None,
        "suspended_at": stamp(1_700_000_000) if found.suspended else None,
    }


def app(world: World) -> dict[str, Any]:
    """The App."""
    found = world.app
    return {
        "id": found.id,
        "slug": found.slug,
        "node_id": node("A", found.id),
        "client_id": found.client_id,
        "owner": user(world, found.owner),
        "name": found.slug,
        "description": None,
        "external_url": "https://example.org",
        "html_url": f"{world.site}/apps/{found.slug}",
        "created_at": stamp(1_700_000_000),
        "updated_at": stamp(1_700_000_000),
        "permissions": found.permissions,
        "events": list(found.events),
    }


def pull(world: World, place: Repository, found: Pull, full: bool = True) -> dict[str, Any]:
    """A pull request; without `full` as in lists."""
    api, page = f"{world.site}/api/v3/repos/{place.full_name}", f"{world.site}/{place.full_name}/pull/{found.number}"
    mine, issue = f"{api}/pulls/{found.number}", f"{api}/issues/{found.number}"
    links = {
        "self": mine,
        "html": page,
        "issue": issue,
        "comments": f"{issue}/comments",
        "review_comments": f"{mine}/comments",
        "review_comment": f"{api}/pulls/comments{{/number}}",
        "commits": f"{mine}/commits",
        "statuses": f"{api}/statuses/{found.head}",
    }
    made: dict[str, Any] = {
        "url": mine,
        "id": found.id,
        "node_id": node("PR", found.id),
        "html_url": page,
        "diff_url": f"{page}.diff",
        "patch_url": f"{page}.patch",
        "issue_url": issue,
        **{f"{name}_url": links[name] for name in ("comments", "review_comments", "review_comment", "commits", "statuses")},
        "number": found.number,
        "state": found.state,
        "locked": False,
        "title": found.title,
        "user": user(world, found.author),
        "body": found.body or None,
        "created_at": stamp(found.at),
        "updated_at": stamp(found.at),
        "closed_at": stamp(found.at) if found.state == "closed" else None,
        "merged_at": stamp(found.at) if found.merged else None,
        "merge_commit_sha": found.merged or None,
        "assignee": None,
        **{name: [] for name in ("assignees", "requested_reviewers", "requested_teams", "labels")},
        "milestone": None,
        "draft": found.draft,
        "head": _end(world, found.source, found.branch, found.head, found.author),
        "base": _end(world, place, found.base_branch, found.base, place.owner),
        "_links": {name: {"href": link} for name, link in links.items()},
        "author_association": association(world, place, found.author),
        "auto_merge": None,
        "active_lock_reason": None,
    }
    if full:
        files = place.bare.difference(found.base, found.head)
        made |= {
            "merged": bool(found.merged),
            "mergeable": True,
            "rebaseable": True,
            "mergeable_state": "clean",
            "merged_by": None,
            "comments": len(found.comments),
            "review_comments": len(found.line_comments),
            "maintainer_can_modify": False,
            "commits": 1,
            "additions": sum(file.additions for file in files),
            "deletions": sum(file.deletions for file in files),
            "changed_files": len(files),
        }
    return made


def _end(world: World, place: Repository | None, branch: str, commit: str, owner: Account) -> dict[str, Any]:
    login = place.owner.login if place else owner.login
    return {
        "label": f"{login}:{branch}",
        "ref": branch,
        "sha": commit,
        "user": user(world, place.owner if place else owner),
        "repo": repository(world, place) if place else None,
    }


def association(world: World, place: Repository, who: Account) -> str:
    """What somebody is to a repository."""
    if who is place.owner:
        return "OWNER"
    if who.login.lower() in world.members.get(place.owner.login.lower(), ()):
        return "MEMBER"
    return "COLLABORATOR" if world.role(place, who.login) in ("admin", "write") else "NONE"


def check(world: World, place: Repository, found: Check) -> dict[str, Any]:
    """A check run."""
    api, fields = f"{world.site}/api/v3/repos/{place.full_name}", found.fields
    output = fields.get("output") or {}
    done = fields.get("status") == "completed"
    return {
        "id": found.id,
        "node_id": node("CR", found.id),
        "head_sha": fields["head_sha"],
        "external_id": fields.get("external_id", ""),
        "url": f"{api}/check-runs/{found.id}",
        "html_url": f"{world.site}/{place.full_name}/runs/{found.id}",
        "details_url": fields.get("details_url", "https://example.org"),
        "status": fields.get("status", "queued"),
        "conclusion": fields.get("conclusion"),
        "started_at": fields.get("started_at") or stamp(found.at),
        "completed_at": (fields.get("completed_at") or stamp(found.at)) if done else None,
        "output": {
            "title": output.get("title"),
            "summary": output.get("summary"),
            "text": output.get("text"),
            "annotations_count": len(found.annotations),
            "annotations_url": f"{api}/check-runs/{found.id}/annotations",
        },
        "name": fields["name"],
        "check_suite": {"id": found.suite},
        "app": app(world),
        "pull_requests": [
            slight(world, place, one) for one in place.pulls.values() if one.head == fields["head_sha"] and one.source is place
        ],
    }


def organization(world: World, found: Account) -> dict[str, Any]:
    """An organisation as webhooks tell it."""
    api = f"{world.site}/api/v3/orgs/{found.login}"
    links = {"repos": "repos", "events": "events", "hooks": "hooks", "issues": "issues", "members": "members{/member}"}
    made = {f"{name}_url": f"{api}/{link}" for name, link in {**links, "public_members": "public_members{/member}"}.items()}
    facts = {"login": found.login, "id": found.id, "node_id": node("O", found.id), "url": api, "description": None}
    return {**facts, **made, "avatar_url": f"{world.site}/avatars/{found.id}"}


def head_commit(world: World, place: Repository, commit: str) -> dict[str, Any]:
    """A commit as webhooks tell it."""
    tree, _, name, mail, at, message = place.bare.facts(commit)
    who = {"name": name, "email": mail}
    made = {"id": commit, "tree_id": tree, "distinct": True, "message": message, "timestamp": stamp(at), "author": who, "committer": who}
    return {**made, "url": f"{world.site}/{place.full_name}/commit/{commit}", "added": [], "removed": [], "modified": []}


def slight(world: World, place: Repository, found: Pull) -> dict[str, Any]:
    """A pull request as it stands in check runs and suites."""
    home = {"id": place.id, "url": f"{world.site}/api/v3/repos/{place.full_name}", "name": place.name}
    return {
        "id": found.id,
        "number": found.number,
        "url": f"{home['url']}/pulls/{found.number}",
        "head": {"ref": found.branch, "sha": found.head, "repo": home},
        "base": {"ref": found.base_branch, "sha": found.base, "repo": home},
    }


def suite(world: World, place: Repository, commit: str) -> dict[str, Any]:
    """The check suite of a commit, as webhooks tell it."""
    of = [one for one in place.pulls.values() if one.head == commit and one.source is place]
    return {
        "id": place.suites.setdefault(commit, world.id()),
        "node_id": node("CS", place.suites[commit]),
        "head_branch": of[0].branch if of else place.default_branch,
        "head_sha": commit,
        "head_commit": {name: value for name, value in head_commit(world, place, commit).items() if name in _SIMPLE},
        "status": "completed",
        "conclusion": None,
        "url": f"{world.site}/api/v3/repos/{place.full_name}/check-suites/{place.suites[commit]}",
        "before": of[0].base if of else None,
        "after": commit,
        "pull_requests": [slight(world, place, one) for one in of],
        "app": app(world),
        "created_at": stamp(world.now()),
        "updated_at": stamp(world.now()),
        "latest_check_runs_count": len(place.checks_on(commit)),
        "check_runs_url": f"{world.site}/api/v3/repos/{place.full_name}/check-suites/{place.suites[commit]}/check-runs",
    }


def file(world: World, place: Repository, commit: str, found: FileDifference) -> dict[str, Any]:
    """A file of a difference."""
    api = f"{world.site}/api/v3/repos/{place.full_name}/contents/{found.path}?ref={commit}"
    made: dict[str, Any] = {
        "sha": found.blob,
        "filename": found.path,
        "status": found.status,
        "additions": found.additions,
        "deletions": found.deletions,
        "changes": found.additions + found.deletions,
        "blob_url": f"{world.site}/{place.full_name}/blob/{commit}/{found.path}",
        "raw_url": f"{world.site}/{place.full_name}/raw/{commit}/{found.path}",
        "contents_url": api,
    }
    if found.patch:
        made["patch"] = found.patch
    return {**made, "previous_filename": found.before} if found.status == "renamed" else made
