"""The table of weakness classes."""

import re

from hunkwise.judge.cwe import link, weakness, weaknesses


def test_the_table_is_whole() -> None:
    """Every class has an id, a short category, a name in running text, and sentences without a full stop."""
    assert len(weaknesses()) >= 70
    for cwe, one in weaknesses().items():
        assert re.fullmatch(r"CWE-[1-9]\d*", cwe)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.category)
        assert one.name and one.harm[0].isupper() and one.remedy[0].isupper()
        assert not one.harm.endswith(".") and not one.remedy.endswith(".")


def test_links() -> None:
    """A class links to its definition, a technique to its page, anything else to nothing."""
    assert link("CWE-89", "T1059") == "https://cwe.mitre.org/data/definitions/89.html"
    assert link("", "T1059.001") == "https://attack.mitre.org/techniques/T1059/001/"
    assert link("", "") == link("CWE-x") == link("", "T../..") == ""
    assert weakness("") is None
