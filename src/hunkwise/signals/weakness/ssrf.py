"""An address that a request chooses, fetched by the server."""

from collections.abc import Iterator

from hunkwise.code.model import Side, Unit
from hunkwise.signals.indexed import Sinks, flows, sight
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, guarded, origin, parts, short, span, way
from hunkwise.signals.tables import sanitisers, sinks
from hunkwise.signals.tables.languages import WEB

_OPENS = Sinks(
    {
        "=URL": 0,
        "java.net.URL": 0,
        "getForObject": 0,
        "getForEntity": 0,
        "postForObject": 0,
        "postForEntity": 0,
        "HttpRequest.newBuilder": 0,
        "URI.create": 0,
        "WebClient.create": 0,
        "Request.Get": 0,
        "Request.Post": 0,
        "fetchUrl": 0,
        "Unirest.get": 0,
        "=request": 0,
        "superagent.post": 0,
        "fetch": 0,
        "urlopen": 0,
        "http.NewRequest": 1,
        "http.NewRequestWithContext": 2,
        "Net.HTTP.start": 0,
        "Net.HTTP.get": 0,
        "=open": 0,
        "URI.open": 0,
        "URI.parse": 0,
        "DownloadString": 0,
        "DownloadFile": 0,
        "DownloadData": 0,
        "OpenRead": 0,
        "GetAsync": 0,
        "GetStringAsync": 0,
        "PostAsync": 0,
        "GetByteArrayAsync": 0,
        "HttpRequestMessage": 1,
        "WebRequest.Create": 0,
        "setContent": 0,
        "curl_init": 0,
        "fopen": 0,
        "InetSocketAddress": 0,
        "Socket": 0,
        "fsockopen": 0,
        "get_headers": 0,
        "getimagesize": 0,
        "SoapClient": 0,
    }
)
_FEW = {
    "open": ("ruby",),
    "request": ("javascript", "typescript"),
    "URL": ("java", "kotlin"),
    "setContent": ("javascript", "typescript"),
    "fopen": ("php",),
    "URI.parse": ("ruby",),
    "Socket": ("java", "kotlin"),
    "URI.create": ("java", "kotlin"),
}


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    told: set[int] = set()
    for seen in _fetched(side):
        told.update(seen.lines)
        yield seen
    for flow in flows(side, _OPENS, sanitisers.URL - {"URL", "url.Parse"}):
        fits = unit.language in _FEW.get(flow.entry, (unit.language,))
        if fits and flow.value.request and flow.call.line not in told and not _fixed_host(flow.value.strings):
            told.add(flow.call.line)
            yield from sight(side, flow, "is fetched")


def _fetched(side: Side) -> Iterator[Sighting]:
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
