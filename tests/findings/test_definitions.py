"""Functions and classes found without a grammar."""

import pytest

from hunkwise.findings.definitions import definitions


def spans(code: str, language: str) -> dict[str, tuple[int, int]]:
    return {one.name: (one.first, one.last) for one in definitions(code, language)}


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        (
            "python",
            "class A:\n    def f(\n        self,\n    ):\n        return 1\n\n    async def g(self):\n        pass\n\nx = 1\n",
            {"A": (1, 8), "f": (2, 5), "g": (7, 8)},
        ),
        ("ruby", "class A\n  def f(x)\n    x\n  end\n\n  def self.g?\n    1\n  end\nend\n", {"A": (1, 9), "f": (2, 4), "g?": (6, 8)}),
        (
            "javascript",
            "function f({ a }) {\n  return a;\n}\nexport const g = async (x) => {\n  return '}';\n};\nclass A {\n  m(x) {\n  }\n}\n",
            {"f": (1, 3), "g": (4, 6), "A": (7, 10), "m": (8, 9)},
        ),
        ("typescript", "export async function f(a: string): Promise<void> {\n  // }\n}\n", {"f": (1, 3)}),
        (
            "java",
            "public final class A {\n    public static int f(List<String> a,\n        int b) throws E {\n        return 1;\n    }\n}\n",
            {"A": (1, 6), "f": (2, 5)},
        ),
        ("go", "func (s *Store) Add(x int) (int, error) {\n\treturn 0, nil\n}\n\nfunc f() {\n}\n", {"Add": (1, 3), "f": (5, 6)}),
        ("php", "<?php\nfunction f(array $a): ?int\n{\n    return 1;\n}\n", {"f": (2, 5)}),
        ("c", "static int f(const char *a)\n{\n    if (a) {\n    }\n    return 0;\n}\n", {"f": (1, 6)}),
        ("rust", "pub(crate) fn f(a: u8) -> u8 {\n    a\n}\n", {"f": (1, 3)}),
        (
            "solidity",
            "contract A {\n  constructor() {\n  }\n  modifier m() {\n    _;\n  }\n  receive() external payable {}\n}\n",
            {"A": (1, 8), "constructor": (2, 3), "m": (4, 6), "receive": (7, 7)},
        ),
        ("solidity", "interface I {\n  function f(uint a) external\n    returns (uint);\n}\n", {"I": (1, 4), "f": (2, 3)}),
    ],
)
def test_languages(language: str, code: str, expected: dict[str, tuple[int, int]]) -> None:
    """Definitions have their names and lines in each language; braces in strings and comments don't count."""
    assert spans(code, language) == expected


def test_what_isn_t_a_definition() -> None:
    """Statements that look like one are none."""
    assert spans("int x;\nvoid f() {\n  if (a) {\n  }\n  while (b) {\n  }\n  g(c);\n}\n", "c") == {"f": (2, 8)}


@pytest.mark.parametrize("code", ["", "{" * 1000, "}" * 1000, "function", "def f", "function f(", "class A:\n" * 50, "'" * 999, "/*" * 999])
@pytest.mark.parametrize("language", ["c", "python", "ruby", "solidity", ""])
def test_broken_code(code: str, language: str) -> None:
    """Broken code gives definitions within its lines, or none."""
    lines = code.count("\n") + 1
    assert all(1 <= one.first <= one.last <= lines for one in definitions(code, language))
