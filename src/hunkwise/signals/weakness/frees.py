"""Where a function frees what, until when that holds, and where a pointer is used."""

import re
from collections.abc import Iterator

from hunkwise.signals.weakness.c_memory import Function

FREES = re.compile(r"^(?:x|g_|k|kv|vm?|av_|Xm?|aligned_|_aligned_|os_|OPENSSL_|ssh_|sk_|apr_|js_|zend_|e)?free(?:z)?$|^kfree_sensitive$")


def freed(function: Function) -> Iterator[tuple[str, str, int]]:
    """(pointer, what freed it, line) of every free and delete of a plain path, in the order of lines."""
    found = [
        (call.args[0].names[0], call.name, call.line)
        for call in function.calls
        if FREES.match(call.name) and len(call.args) == 1 and len(call.args[0].names) == 1 and _path(call.args[0].text)
    ]
    found += [(target, "delete", one.line) for one in function.assignments if one.operator == "delete" for target in one.targets]
    yield from sorted(found, key=lambda one: one[2])


def _path(text: str) -> bool:
    """Whether an expression is a variable or a member, after casts."""
    return bool(re.fullmatch(r"(?:\([\w\s*]+\)\s*)?[\w.]+(?:->[\w.]+)*", text))


def renewed(function: Function, name: str, line: int) -> int:
    """The line on which a pointer, or what it is a part of, gets a new value after `line`; the last line of the function otherwise."""
    roots = {name} | {name.rsplit(".", count)[0] for count in range(1, name.count(".") + 1)}
    lines = [one.line for one in function.assignments if one.line >= line and one.operator != "delete" and roots & set(one.targets)]
    lines += [
        call.line
        for call in function.calls
        if call.line >= line and any(given.text.replace("->", ".") in {f"&{root}" for root in roots} for given in call.args)
    ]
    lines = [at for at in lines if at > line or _after_on_line(function, name, line)]
    loops = [
        guard.body[1]
        for guard in function.guards
        if guard.kind == "loop" and guard.body[0] <= line <= guard.body[1] and _walks(guard.text, name)
    ]
    return min([*(at - 1 for at in lines), *loops, function.last])


def _after_on_line(function: Function, name: str, line: int) -> bool:
    """Whether the pointer is set on the same line, after it was freed (`free(p); p = NULL;`)."""
    text = dict(function.lines).get(line, "").replace("->", ".")
    return bool(re.search(rf"(?:free\w*\s*\([^;]*\)|delete[^;]*);\s*{re.escape(name)}\s*=[^=]", text))


def _walks(text: str, name: str) -> bool:
    """Whether a loop goes on to the next by this name."""
    return name in text.replace("->", ".")


def uses(function: Function, name: str) -> list[int]:
    """The lines on which a pointer's value or what it points at is used, in order."""
    lines = [
        call.line
        for call in function.calls
        if not FREES.match(call.name)
        for given in call.args
        if _reads(given.names, name) and given.text != f"&{name}"
    ]
    lines += [call.line for call in function.calls if _under(call.path, name)]
    lines += [access.line for access in function.accesses if access.base == name or _under(access.base, name)]
    lines += [
        one.line
        for one in function.assignments
        if one.operator != "delete" and (_reads(one.value.names, name) or any(_under(target, name) for target in one.targets))
    ]
    lines += [one.line for one in function.exits if _reads(one.value.names, name)]
    return sorted(lines)


def _reads(names: tuple[str, ...], name: str) -> bool:
    return any(one == name or _under(one, name) for one in names)


def _under(path: str, name: str) -> bool:
    return path.startswith(f"{name}.")
