"""Path patterns of policies and suppressions, matched without a regular expression of our own, so that none is slow."""

from fnmatch import fnmatchcase


def matches(path: str, pattern: str) -> bool:
    """Whether `path` fits `pattern`: `*` stays inside a folder, `**` crosses them, `docs/` is all that lies below.

    As in .gitignore, a pattern with a slash in front or inside starts at the top, any other fits at every depth.
    """
    below = pattern.endswith("/")
    parts = pattern.strip("/").split("/")
    if len(parts) == 1 and not pattern.startswith("/"):
        parts.insert(0, "**")
    if below:
        parts.append("**")
    steps = path.split("/")
    # How many steps of the path the pattern so far may have eaten.
    reach = {0}
    for number, part in enumerate(parts):
        if part != "**":
            reach = {at + 1 for at in reach if at < len(steps) and fnmatchcase(steps[at], part)}
        elif reach:
            eaten = min(reach) + (number == len(parts) - 1)
            reach = set(range(eaten, len(steps) + 1))
    return len(steps) in reach
