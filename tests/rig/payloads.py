"""GitHub's own example webhooks, as published, fetched once."""

import json
from functools import cache
from typing import Any

from rig.packages import EXAMPLES, member, put
from rig.packages import cache as cache_folder


@cache
def examples() -> dict[str, list[dict[str, Any]]]:
    """The example payloads by event. Raises Unavailable."""
    file = cache_folder() / f"github-webhooks-{EXAMPLES.version}.json"
    if not file.exists():
        put(file, member(EXAMPLES, "api.github.com/index.json"))
    return {entry["name"]: entry["examples"] for entry in json.loads(file.read_bytes())}
