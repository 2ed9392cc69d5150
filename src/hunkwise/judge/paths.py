"""Path patterns of policies and suppressions, matched in time linear in the path (no regular expression of our own)."""

from fnmatch import fnmatchcase


def matches(path: str, pattern: str) -> bool:
    """Whether `path` fits `pattern`, by the rules of .gitignore: `*` stays inside a folder, `**` crosses them, `docs/` is all below,
    and a pattern without a slash fits at any depth."""
    anchored = pattern.startswith("/")
    pattern = pattern.lstrip("/")
    if pattern.endswith("/"):
        pattern += "**"
    parts = pattern.split("/")
    if not anchored and (len(parts) == 1 or (len(parts) == 2 and parts[1] == "**" and parts[0] != "**")):
        parts.insert(0, "**")
    # `reach` holds how many parts of the path the pattern so far may have eaten.
    steps = path.split("/")
    reach = {0}
    for part in parts:
        if part == "**":
            reach = set(range(min(reach), len(steps) + 1)) if reach else set()
        else:
            reach = {at + 1 for at in reach if at < len(steps) and fnmatchcase(steps[at], part)}
    return len(steps) in reach
