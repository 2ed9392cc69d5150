"""Storage that everyone may read."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.infrastructure.settings_lines import entries, present
from hunkwise.signals.interface import Example, Sighting, Signal

_PUBLIC = {
    "acl": re.compile(r"public-read(?:-write)?|authenticated-read|website"),
    "predefined_acl": re.compile(r"public", re.I),
    "container_access_type": re.compile(r"blob|container"),
    "block_public_acls": re.compile(r"^false"),
    "block_public_policy": re.compile(r"^false"),
    "ignore_public_acls": re.compile(r"^false"),
    "restrict_public_buckets": re.compile(r"^false"),
    "allow_blob_public_access": re.compile(r"^true"),
    "allow_nested_items_to_be_public": re.compile(r"^true"),
    "member": re.compile(r"allUsers|allAuthenticatedUsers"),
    "members": re.compile(r"allUsers|allAuthenticatedUsers"),
    "entity": re.compile(r"allUsers|allAuthenticatedUsers"),
    "public_access_prevention": re.compile(r"inherited"),
    "role_entity": re.compile(r"allUsers"),
}
_CLOUD = re.compile(
    r"[\"']?(?P<key>AccessControl|BlockPublicAcls|BlockPublicPolicy|IgnorePublicAcls"
    r"|RestrictPublicBuckets)[\"']?\s*:\s*[\"']?(?P<value>PublicRead(?:Write)?|AuthenticatedRead|false)\b",
    re.I,
)


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for one in entries(unit, side, "public", "allusers", "allauthenticatedusers", "acl", "container_access_type"):
        pattern = _PUBLIC.get(one.key) or (_PUBLIC.get(one.blocks[-1]) if one.blocks and not one.key else None)
        if pattern and (found := pattern.search(one.value.strip('"'))):
            soft = found[0] in ("website", "inherited")
            yield Sighting((one.line,), {"name": one.key or one.blocks[-1], "value": found[0]}, strength=0.3 if soft else 0.8)
    if unit.language in ("yaml", "json") and present(side, "accesscontrol", "publicacls", "publicpolicy", "publicbuckets"):
        for number, text in side.lines:
            if found := _CLOUD.search(text):
                yield Sighting((number,), {"name": found["key"], "value": found["value"]}, strength=0.8)


SIGNAL = Signal(
    id="public-storage",
    title="Storage open to everyone",
    kind="manifest",
    category="exposure",
    severity="high",
    languages=frozenset({"hcl", "yaml", "json"}),
    promise=(
        "Tells of buckets, containers and shares that are public by their list of rights, by a member such as "
        "`allUsers`, or by a blocked block of public access."
    ),
    why="Such buckets are found by machines that do nothing but look for them.",
    quiet="Private lists, blocks that are on.",
    remedy="Keep it private, block public access, and give files out through a service.",
    cause="`{name}` is `{value}`: everyone may reach it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-732",
    see=_see,
    fires=(
        Example("hcl", 'resource "aws_s3_bucket" "a" {\n  bucket = "a"\n  acl    = "public-read"\n}\n', path="main.tf", line=3),
        Example(
            "hcl",
            'resource "google_storage_bucket_iam_member" "a" {\n  role   = "roles/storage.objectViewer"\n  member = "allUsers"\n}\n',
            path="main.tf",
            line=3,
        ),
        Example(
            "hcl",
            'resource "aws_s3_bucket_public_access_block" "a" {\n  block_public_acls = false\n}\n',
            'resource "aws_s3_bucket_public_access_block" "a" {\n  block_public_acls = true\n}\n',
            path="main.tf",
            line=2,
        ),
    ),
    stays_quiet=(
        Example("hcl", 'resource "aws_s3_bucket" "a" {\n  acl = "private"\n}\n', path="main.tf"),
        Example("yaml", "Resources:\n  A:\n    Properties:\n      AccessControl: Private\n", path="stack.yaml"),
    ),
)
