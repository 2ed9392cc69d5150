"""Code that turns the machine's defences off."""

import re
from collections.abc import Iterator

from hunkwise.code.model import Unit
from hunkwise.signals.interface import Example, Sighting, Signal
from hunkwise.signals.malice.whole_file import View, in_files
from hunkwise.signals.tables.languages import CODE

_OFF = re.compile(
    r"(?i)Set-MpPreference[^\n]{0,80}-Disable\w+|Add-MpPreference[^\n]{0,60}-Exclusion\w+|DisableAntiSpyware"
    r"|DisableRealtimeMonitoring\b[^\n]{0,40}\b(?:1|true)\b|amsiInitFailed|AmsiScanBuffer|AmsiUtils|amsi\.dll"
    r"|netsh\s+(?:advfirewall|firewall)\s+set\s+\w+\s+(?:state|opmode)[^\n]{0,20}(?:off|disable)"
    r"|Set-NetFirewallProfile[^\n]{0,60}-Enabled\s+(?:False|\$false)|vssadmin(?:\.exe)?\s+delete\s+shadows|wbadmin\s+delete"
    r"|bcdedit[^\n]{0,60}recoveryenabled\s+no|wevtutil(?:\.exe)?\s+cl\b|Clear-EventLog|taskkill[^\n]{0,60}(?:MsMpEng"
    r"|defender|avast|avg|kaspersky|mcafee|norton|eset|sophos|taskmgr|procmon|wireshark)"
    r"|(?:sc|net)(?:\.exe)?\s+(?:stop|delete)\s+\"?(?:WinDefend|wscsvc|SecurityHealthService|mpssvc|Sense)|DisableTaskMgr"
    r"|DisableRegistryTools|EnableLUA[^\n]{0,60}\b0\b|EtwEventWrite"
    r"|history\s+-c\b|HISTFILE=/dev/null|unset\s+HISTFILE|rm\s+-rf?\s+[^\n]{0,20}\.bash_history|shred\s+[^\n]{0,30}/var/log"
    r"|ScriptBlockLogging|LogPipelineExecutionDetails|127\.0\.0\.1\s+\S*(?:virustotal|avast|kaspersky|malwarebytes)"
)
_SOFT = re.compile(
    r"(?i)setenforce\s+0|systemctl\s+(?:stop|disable)\s+(?:firewalld|ufw|apparmor|auditd)|\bufw\s+disable|iptables\s+-F"
    r"|SELINUX=(?:disabled|permissive)"
)


def _look(unit: Unit, view: View) -> Iterator[Sighting]:
    for found in list(_OFF.finditer(view.text))[:3]:
        yield Sighting((view.line(found.start()),), {"call": " ".join(found[0].split())[:80]}, strength=0.8)
    if found_soft := _SOFT.search(view.text):
        provision = unit.language in ("shell", "dockerfile")
        yield Sighting((view.line(found_soft.start()),), {"call": " ".join(found_soft[0].split())[:80]}, strength=0.3 if provision else 0.6)


_see = in_files(
    _look,
    "mppreference",
    "disable",
    "amsi",
    "firewall",
    "vssadmin",
    "wbadmin",
    "bcdedit",
    "wevtutil",
    "eventlog",
    "taskkill",
    "windefend",
    "enablelua",
    "etwevent",
    "hist",
    "shred",
    "logging",
    "setenforce",
    "iptables",
    "selinux",
    "virustotal",
    "wscsvc",
    "mpssvc",
)


SIGNAL = Signal(
    id="defence-disabled",
    title="The machine's defences turned off",
    kind="payload",
    category="malicious-code",
    severity="critical",
    languages=CODE | {"batch", "dockerfile"},
    promise="Tells of commands that stop or blind virus scanners, firewalls, logs, backups and mandatory access control.",
    why="Nobody needs a machine without defences but an attacker.",
    quiet="Reading their state, and provisioning of test machines is told weakly.",
    remedy="Don't merge. If it ran anywhere, turn them on again and look for what came after.",
    cause="`{call}` turns off what would have stopped it.",
    since="0.2",
    maturity="stable",
    cwe="CWE-506",
    tactic="T1562.001",
    everywhere=True,
    see=_see,
    fires=(
        Example("powershell", "Set-MpPreference -DisableRealtimeMonitoring $true\n", line=1),
        Example("python", 'import subprocess\nsubprocess.run("netsh advfirewall set allprofiles state off", shell=True)\n', line=2),
        Example("batch", "@echo off\nvssadmin delete shadows /all /quiet\n", path="a.bat", line=2),
    ),
    stays_quiet=(
        Example("powershell", "Get-MpPreference | Select-Object DisableRealtimeMonitoringNow\n"),
        Example("shell", "#!/bin/sh\n# setenforce 0\ngetenforce\n", path="a.sh"),
    ),
)
