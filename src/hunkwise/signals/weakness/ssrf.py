"""An address that a request chooses, fetched by the server."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, guarded, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers, sinks
from hunkwise.signals.tables.languages import WEB


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    for call in side.facts.calls:
        entry = ends(call.path, sinks.FETCH)
        if not entry or ("." not in entry and len(parts(call.path)) > 1 and entry not in ("urlopen", "urlretrieve")):
            continue
        for given in [one for one in call.args if one.name in ("", "url", "uri", "baseURL", "target")][:3]:
            if given.literal is not None or not (given.names or given.calls):
                continue
            value = origin(side, given, call.line, call.function)
            if (
                not value.request
                or value.cleaned(sanitisers.URL)
                or guarded(side, value, call.line, sanitisers.URL)
                or _fixed_host(value.strings)
            ):
                continue
            yield Sighting(
                span(call.line, call.end),
                {"sink": call.path, "source": short(value.request, 60)},
                way(side, value, call.line, "is fetched"),
            )
            break


def _fixed_host(strings: tuple[str, ...]) -> bool:
    """Whether the address begins with a constant host, so that only a path or a query is chosen."""
    return any(text.lstrip("\"'`f").startswith(("http://", "https://")) and "/" in text.split("://", 1)[1] for text in strings)


SIGNAL = Signal(
    id="ssrf",
    title="An address that a request chooses",
    kind="flow",
    category="ssrf",
    severity="high",
    languages=(WEB - {"html", "vue"}) | {"rust"},
    promise="Follows a value from a request to the address of a call that goes out from the server.",
    why="The server reaches what the caller can't: cloud metadata, databases, other tenants, files by `file://`.",
    quiet="A constant host with only the path chosen, addresses checked against a list, numbers.",
    remedy="Choose the host from a list, or resolve it and refuse private and link-local addresses, redirects included.",
    cause="`{sink}` goes where `{source}` says.",
    since="0.1",
    maturity="stable",
    cwe="CWE-918",
    see=_see,
    fires=(
        Example("python", 'import requests\n\ndef proxy(request):\n    return requests.get(request.GET["url"])\n', line=4),
        Example("javascript", "async function proxy(req) {\n  const url = req.query.url;\n  return axios.get(url);\n}\n", line=3),
        Example("php", '<?php\nfunction proxy() {\n  return file_get_contents($_GET["url"]);\n}\n', line=3),
        Example("go", 'package a\n\nfunc proxy(r *http.Request) {\n\thttp.Get(r.FormValue("url"))\n}\n', line=4),
    ),
    stays_quiet=(
        Example(
            "python",
            'import requests\n\ndef proxy(request):\n    return requests.get("https://api.example.org/items/" + request.GET["id"])\n',
        ),
        Example(
            "python",
            'import requests\n\ndef proxy(request):\n    url = request.GET["url"]\n    if url not in ALLOWED:\n'
            "        raise ValueError(url)\n    return requests.get(url)\n",
        ),
        Example("javascript", 'async function load() {\n  return axios.get("https://api.example.org/items");\n}\n'),
        Example("python", "import requests\n\ndef get(url):\n    return requests.get(url)\n"),
    ),
)
