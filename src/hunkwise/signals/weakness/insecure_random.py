"""A secret made by a generator whose output can be guessed."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Facts, Side, Unit
from hunkwise.signals.indexed import index
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.seeing import ends, of_file, parts, span, words
from hunkwise.signals.tables.languages import WEB, C

_CALLS = frozenset(
    {
        "random.random",
        "random.randint",
        "random.choice",
        "random.choices",
        "random.randrange",
        "random.sample",
        "random.getrandbits",
        "random.shuffle",
        "random.uniform",
        "np.random.randint",
        "Math.random",
        "rand",
        "mt_rand",
        "srand",
        "mt_srand",
        "lcg_value",
        "uniqid",
        "array_rand",
        "str_shuffle",
        "random",
        "drand48",
        "lrand48",
        "rand_r",
        "rand.Intn",
        "rand.Int",
        "rand.Int63",
        "rand.Read",
        "rand.Int31n",
        "rand.Float64",
        "Random",
        "nextInt",
        "nextLong",
        "nextBytes",
        "Random.nextInt",
        "Next",
        "NextBytes",
        "Random.rand",
        "Kernel.rand",
        "RandomStringUtils.randomAlphanumeric",
        "RandomStringUtils.random",
        "rand.random",
        "rand.thread_rng",
        "pseudoRandomBytes",
        "nextDouble",
        "nextFloat",
        "nextBoolean",
        "nextGaussian",
        "seed_from_u64",
        "ThreadLocalRandom.current",
        "RandomStringUtils.randomNumeric",
        "RandomStringUtils.randomAlphabetic",
        "randomNumeric",
        "randomAlphanumeric",
        "Random.new",
        "random.seed",
        "rand.New",
        "rand.NewSource",
        "rand.Int31",
        "rand.Uint32",
        "rand.Perm",
        "_.random",
        "random.randbytes",
    }
)
_SECRET = frozenset(
    {
        "token",
        "secret",
        "password",
        "passwd",
        "pwd",
        "nonce",
        "salt",
        "session",
        "otp",
        "csrf",
        "xsrf",
        "iv",
        "captcha",
        "credential",
        "apikey",
        "passphrase",
        "pin",
        "auth",
        "crypt",
        "cipher",
        "encrypt",
        "uuid",
        "guid",
        "verification",
        "activation",
        "invite",
        "reset",
        "cookie",
        "sid",
    }
)
_MORE = frozenset({"key", "code", "seed", "id"})
_CONTEXT = re.compile(r"token|passw|secret|cookie|crypt|nonce|\botp|credential|rememberme|session_?id|apikey|csrf|captcha|verif")
_SURE = frozenset({"SystemRandom", "SecureRandom", "secrets", "crypto", "RandomNumberGenerator", "securerandom", "OsRng"})


def _see(unit: Unit, side: Side) -> Iterator[Sighting]:
    named = {one.line: " ".join(one.targets) for one in side.facts.assignments}
    for call in side.facts.calls:
        entry = ends(call.path, _CALLS)
        if not entry or (entry in ("rand", "random", "srand", "Random") and len(parts(call.path)) > 1 and entry != "Random"):
            continue
        sure, receivers = _safe(side.whole)
        if (
            parts(call.path)[0] in receivers
            or any(word in call.path for word in _SURE)
            or (sure and (entry.startswith("rand.") or entry in ("nextInt", "nextBytes", "nextLong", "Next", "NextBytes")))
        ):
            continue
        near = words(" ".join((call.function, unit.name, named.get(call.line, ""))))
        use = next(iter(sorted(near & _SECRET)), "") or (
            next(iter(sorted(near & _MORE)), "") if near & {"secret", "private", "api", "access", "verify", "crypto", "reset"} else ""
        )
        strength = 0.8 if use else 0.5 if _CONTEXT.search(index(side).low) else 0.2
        yield Sighting(span(call.line, call.end), {"call": call.path, "name": use or "a value"}, strength=strength)


@of_file
def _safe(whole: Facts) -> tuple[bool, frozenset[str]]:
    """Whether a file brings in a generator that can't be guessed, and the variables that hold one."""
    brought = any(
        module in _SURE or (parts(module)[-1] == "rand" and "crypto" in module)
        for one in whole.imports
        for module in (one.module, *one.names)
    )
    held = frozenset(target for one in whole.assignments for target in one.targets if any(word in one.value.text for word in _SURE))
    return brought, held


SIGNAL = Signal(
    id="insecure-random",
    title="A secret from a generator that can be guessed",
    kind="pattern",
    category="insecure-random",
    severity="medium",
    languages=(WEB | C | {"rust"}) - {"html"},
    promise="Tells of ordinary random numbers, louder where a token, password, nonce or the like is made of them.",
    why="From a few outputs, or from the time of the start, the next ones can be computed.",
    quiet="Generators made for secrets; games, tests, sampling and jitter are told weakly.",
    remedy="Take the system's generator: `secrets`, `crypto.randomBytes`, `SecureRandom`, `crypto/rand`, `getrandom`.",
    cause="`{call}` makes `{name}` from numbers that can be guessed.",
    since="0.1",
    maturity="stable",
    cwe="CWE-338",
    see=_see,
    fires=(
        Example("python", "import random\n\ndef make_token():\n    return random.choice(LETTERS)\n", line=4),
        Example("javascript", "function f() {\n  const token = Math.random().toString(36);\n  return token;\n}\n", line=2),
        Example("php", "<?php\nfunction reset_password() {\n  return mt_rand();\n}\n", line=3),
        Example("c", "void f(void) {\n  int nonce = rand();\n  use(nonce);\n}\n", line=2),
    ),
    stays_quiet=(
        Example("python", "import secrets\n\ndef make_token():\n    return secrets.token_hex(16)\n"),
        Example("python", "import random\n\ndef make_token():\n    return random.SystemRandom().choice(LETTERS)\n"),
        Example("javascript", 'function f() {\n  const token = crypto.randomBytes(16).toString("hex");\n  return token;\n}\n'),
    ),
)
