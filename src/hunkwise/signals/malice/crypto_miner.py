"""A miner on other people's machines."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_POOL = re.compile(
    r"(?i)stratum\+(?:tcp|ssl)://[^\s\"']{1,80}|\b(?:[\w-]+\.)?(?:minexmr|supportxmr|nanopool|moneroocean|2miners|hashvault"
    r"|f2pool|minergate|nicehash|c3pool)\.(?:com|org|stream|pro)\b[^\s\"']{0,20}|coinhive\.min\.js|new\s+CoinHive\.\w+"
    r"|cryptonight|--donate-level|\brandomx\b"
)
_MINER = re.compile(r"(?i)\b(?:xmrig|xmr-stak|minerd|cpuminer|ethminer|phoenixminer|t-rex|nbminer|lolminer|teamredminer)\b")


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    pools = list(_POOL.finditer(view.text))
    miner = _MINER.search(view.text)
    acts = (
        view.reaches_out
        or view.calls("start")
        or unit.language in ("shell", "batch", "powershell", "dockerfile", "workflow", "html", "javascript")
    )
    if pools and acts and len(pools) < 12:
        strength = 0.9 if miner or "://" in pools[0][0] or "hive" in pools[0][0].lower() or "donate" in pools[0][0] else 0.5
        yield Sighting((view.line(pools[0].start()),), {"call": pools[0][0][:60]}, strength=strength)
    elif miner and acts and (view.calls("start") or unit.language in ("shell", "batch", "powershell")):
        fetched = re.search(r"https?://\S*" + re.escape(miner[0]), view.text, re.I)
        yield Sighting((view.line(miner.start()),), {"call": miner[0]}, strength=0.8 if fetched else 0.4)


_see = in_files(
    _look,
    "stratum+",
    "xmr",
    "pool",
    "miner",
    "coinhive",
    "cryptonight",
    "donate-level",
    "randomx",
    "nicehash",
    "hashvault",
    "moneroocean",
    "2miners",
    "t-rex",
)


SIGNAL = Signal(
    id="crypto-miner",
    title="A miner that others pay for",
    kind="payload",
    category="malicious-code",
    severity="high",
    languages=CODE | {"batch", "dockerfile", "workflow", "json", "yaml", "html"},
    promise="Tells of addresses of mining pools, and of miners that are fetched or started.",
    why="It takes the machine's power for somebody else's purse.",
    quiet="Lists of blocked hosts, documentation.",
    remedy="Don't merge. Stop the process where it ran.",
    cause="`{call}` puts the machine to work for a mining pool.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1496",
    everywhere=True,
    see=_see,
    fires=(
        Example("shell", "#!/bin/sh\n./xmrig -o stratum+tcp://pool.example.org:3333 -u wallet --donate-level 1\n", path="a.sh", line=2),
        Example(
            "javascript",
            'const { spawn } = require("child_process");\nspawn("./run", ["-o", "stratum+tcp://pool.example.org:3333"]);\n',
            line=2,
        ),
    ),
    stays_quiet=(
        Example("python", "def pool(size):\n    return ThreadPool(size)\n"),
        Example("python", '# stratum+tcp://pool.example.org:3333\nimport requests\nrequests.get("https://example.org")\n'),
    ),
)
