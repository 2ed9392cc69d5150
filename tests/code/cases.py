"""Snippets in every language with a grammar, and what must be found in them.

`calls` are paths in order; `guards` (kind, text); `assigned` (targets, operator); `defined` (kind, name, parent).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A snippet and its facts."""

    language: str
    code: str
    calls: tuple[str, ...] = ()
    guards: tuple[tuple[str, str], ...] = ()
    assigned: tuple[tuple[tuple[str, ...], str], ...] = ()
    defined: tuple[tuple[str, str, str], ...] = ()
    imports: tuple[str, ...] = ()


CASES = (
    Case(
        "python",
        """import os.path
from a.b import c as d
@route("/x")
def f(a, b=2, *args, **kw):
    if not a or b < 3:
        log(a)
        return None
    with open(p) as fh:
        self.x, y = fh.read().strip(), 1
    for i in items:
        assert i is not None
    try:
        g(key=a)
    except ValueError:
        pass
    return x if y else z
class K(Base):
    def m(self): del self.a
""",
        calls=("route", "log", "open", "fh.read.strip", "fh.read", "g"),
        guards=(
            ("attribute", 'route("/x")'),
            ("exit", "not a or b < 3"),
            ("loop", "items"),
            ("assert", "i is not None"),
            ("catch", "ValueError"),
            ("ternary", "y"),
        ),
        assigned=((("fh",), "as"), (("self.x", "y"), "="), (("i",), "for"), (("self.a",), "delete")),
        defined=(("function", "f", ""), ("class", "K", ""), ("function", "m", "K")),
        imports=("os.path", "a.b"),
    ),
    Case(
        "javascript",
        """import a, {b} from "m";
const {x, y: z} = require("q");
const g = async (a) => { await b(a); };
obj.fn = function (q) { if (!q) throw new Error("x"); };
if (a === b) { window["eval"](code); }
for (const k of ks) out[k] = v;
try { f() } catch (e) {}
new ns.Foo(a).bar();
""",
        calls=("require", "b", "Error", "window.eval", "f", "ns.Foo.bar", "ns.Foo"),
        guards=(("exit", "!q"), ("wrap", "a === b"), ("loop", "ks"), ("catch", "e")),
        assigned=((("x", "z"), "="), (("g",), "="), (("obj.fn",), "="), (("k",), "for"), (("out",), "=")),
        defined=(("function", "g", ""), ("function", "obj.fn", "")),
        imports=("m", "q"),
    ),
    Case(
        "typescript",
        """class K { @auth() private async m(@p() a: string): Promise<void> { this.a!.b<T>(a as any); } x = 1; }
""",
        calls=("auth", "p", "this.a.b"),
        guards=(("attribute", "auth()"),),
        assigned=((("x",), "="),),
        defined=(("class", "K", ""), ("function", "m", "K")),
    ),
    Case(
        "tsx",
        "const A = () => <a b={() => go(x)}>{y}</a>;\n",
        calls=("go",),
        assigned=((("A",), "="),),
        defined=(("function", "A", ""),),
    ),
    Case(
        "java",
        """import java.util.List;
class K { @Override public void m(final String a, int... b) throws E {
  this.x = foo.bar(a).baz();
  if (a == null) { throw new E("x"); }
  for (String s : ss) { db.query("a" + s); }
  try { go(); } catch (A | B e) { }
  arr[i] += 2;
} }
""",
        calls=("foo.bar.baz", "foo.bar", "E", "db.query", "go"),
        guards=(("attribute", "Override"), ("exit", "a == null"), ("loop", "ss"), ("catch", "A | B e")),
        assigned=((("this.x",), "="), (("s",), "for"), (("arr",), "+=")),
        defined=(("class", "K", ""), ("function", "m", "K")),
        imports=("java.util.List",),
    ),
    Case(
        "kotlin",
        """import a.b.C
class K { @Get("/x") fun m(a: Int, b: String): Int {
  val y = foo.bar(a).baz()
  if (a == null) return 1
  require(a > 0) { "m" }
  Runtime.getRuntime().exec("ls $b")
  return y
} }
""",
        calls=("foo.bar.baz", "foo.bar", "require", "Runtime.getRuntime.exec", "Runtime.getRuntime"),
        guards=(("attribute", 'Get("/x")'), ("exit", "a == null"), ("assert", "a > 0")),
        assigned=((("y",), "="),),
        defined=(("class", "K", ""), ("function", "m", "K")),
        imports=("a.b.C",),
    ),
    Case(
        "go",
        """package m
import "os"
func (t *T) F(a, b string) error {
	x, err := g(a)
	if err != nil {
		return err
	}
	defer x.Close()
	for i, v := range xs { t.m[i] = v }
	return os.Remove(b)
}
""",
        calls=("g", "x.Close", "os.Remove"),
        guards=(("exit", "err != nil"), ("loop", "xs")),
        assigned=((("x", "err"), ":="), (("i", "v"), "for"), (("t.m",), "=")),
        defined=(("function", "F", "T"),),
        imports=("os",),
    ),
    Case(
        "c",
        """#include <stdio.h>
static int *f(char *a, int n) {
  char buf[10], *p = a;
  if (!p || n > sizeof(buf)) goto out;
  memcpy(buf, a, n);
  while (*p++) buf[n] = 0;
  assert(n != 1);
out:
  return q->fn(a);
}
""",
        calls=("memcpy", "assert", "q.fn"),
        guards=(("exit", "!p || n > sizeof(buf)"), ("loop", "*p++"), ("assert", "n != 1")),
        assigned=((("p",), "="), (("p",), "++"), (("buf",), "=")),
        defined=(("function", "f", ""),),
        imports=("stdio.h",),
    ),
    Case(
        "cpp",
        """#include "a.h"
int K::m(const std::string &s, int n) {
  auto x = std::move(s);
  if (n < 0) throw std::runtime_error("x");
  for (auto &v : vs) v->go<int>(n);
  delete p;
  return new T(n);
}
""",
        calls=("std.move", "std.runtime_error", "v.go", "T"),
        guards=(("exit", "n < 0"), ("loop", "vs")),
        assigned=((("x",), "="), (("v",), "for"), (("p",), "delete")),
        defined=(("function", "m", "K"),),
        imports=("a.h",),
    ),
    Case(
        "csharp",
        """using System.IO;
class K : B { [HttpPost] public int M(string a, params int[] c) {
  var s = $"a{a}c";
  if (a == null) return 1;
  db?.Run(s, k: 2);
  foreach (var q in qs) { Go(q); }
  try { } catch (E e) { }
  return new Foo(a).Bar;
} }
""",
        calls=("db.Run", "Go", "Foo"),
        guards=(("attribute", "HttpPost"), ("exit", "a == null"), ("loop", "qs"), ("catch", "E e")),
        assigned=((("s",), "="), (("q",), "for")),
        defined=(("class", "K", ""), ("function", "M", "K")),
        imports=("System.IO",),
    ),
    Case(
        "php",
        """<?php
use A\\B; require_once 'x.php';
class K { public function f($a, &$b = null) {
  $this->db->query("SELECT $a" . $_GET['x']);
  if (!$a) { die("x"); }
  foreach ($a as $k => $v) { $o->p = K::g($v); }
  $x = `ls $a`;
} }
""",
        calls=("require_once", "this.db.query", "die", "K.g", "shell_exec"),
        guards=(("exit", "!$a"), ("loop", "$a")),
        assigned=((("v",), "for"), (("o.p",), "="), (("x",), "=")),
        defined=(("class", "K", ""), ("function", "f", "K")),
        imports=("A\\B", "x.php"),
    ),
    Case(
        "ruby",
        """require 'json'
class K < L
  before_action :auth
  def f(a, b = 1)
    return if a.nil?
    raise Err, "m" unless ok?(a)
    authenticate!
    x = User.where("n = '#{a}'").first
    a.each do |i| puts i end
  rescue E
  end
end
""",
        calls=("require", "before_action", "a.nil?", "raise", "ok?", "authenticate!", "User.where.first", "User.where", "a.each", "puts"),
        guards=(("exit", "a.nil?"), ("exit", "!(ok?(a))"), ("catch", "E")),
        assigned=((("x",), "="),),
        defined=(("class", "K", ""), ("function", "f", "K")),
        imports=("json",),
    ),
    Case(
        "rust",
        """use std::fs;
impl S { #[get("/x")] pub fn f(&self, a: &str) -> R {
  let x = a.foo()?.bar(1);
  if !ok { return Err(e); }
  assert!(a == b, "m");
  let s = format!("a{}", x.y(z));
  unsafe { std::mem::transmute::<A, B>(x); }
  self.v[0] = 1;
} }
""",
        calls=("a.foo.bar", "a.foo", "Err", "assert", "format", "x.y", "std.mem.transmute"),
        guards=(("attribute", 'get("/x")'), ("exit", "!ok"), ("assert", "a == b")),
        assigned=((("x",), "let"), (("s",), "let"), (("self.v",), "=")),
        defined=(("class", "S", ""), ("function", "f", "S")),
        imports=("std::fs",),
    ),
    Case(
        "solidity",
        """import "./x.sol";
contract K is L { address owner = msg.sender;
 function f(address to, uint amt) external payable onlyOwner returns (bool) {
  require(amt > 0, "no");
  if (!ok) revert Err(1);
  balances[msg.sender] -= amt;
  (bool ok, ) = to.call{value: amt}("");
  emit E(to);
  payable(to).transfer(1);
 }
}
""",
        calls=("require", "to.call", "E", "payable.transfer", "payable"),
        guards=(("attribute", "onlyOwner"), ("assert", "amt > 0"), ("exit", "!ok")),
        assigned=((("owner",), "="), (("balances",), "-="), (("ok",), "=")),
        defined=(("class", "K", ""), ("function", "f", "K")),
        imports=("./x.sol",),
    ),
    Case(
        "shell",
        """source ./lib.sh
f() { local a="$1"; X=$(curl -s "$URL" | grep x); }
if [ -z "$a" ]; then exit 1; fi
[ -f x ] || return 1
for i in a b; do rm -rf "$i/y"; done
""",
        calls=("source", "curl", "grep", "exit", "return", "rm"),
        guards=(("exit", '[ -z "$a" ]'), ("exit", "!([ -f x ])"), ("loop", "a")),
        assigned=((("a",), "="), (("X",), "="), (("i",), "for")),
        defined=(("function", "f", ""),),
        imports=("./lib.sh",),
    ),
    Case(
        "powershell",
        """function F([string]$a) { $x = "a$a"; Invoke-Expression $x; if (-not $a) { return }
 [System.Convert]::FromBase64String($s); foreach ($i in $xs) { $o.y = 2 }
 (New-Object Net.WebClient).DownloadString("http://example.org/x") }
""",
        calls=("Invoke-Expression", "System.Convert.FromBase64String", "New-Object.DownloadString", "New-Object"),
        guards=(("exit", "-not $a"), ("loop", "$xs")),
        assigned=((("x",), "="), (("i",), "for"), (("o.y",), "=")),
        defined=(("function", "F", ""),),
    ),
    Case(
        "perl",
        """use A::B;
sub f { my ($self, $a) = @_; $self->{db}->do("SELECT $a");
 open(my $fh, "<", $a) or die "x";
 return unless $a;
 foreach my $i (@xs) { system("ls", $i); }
 my $o = `ls $a`;
}
""",
        calls=("self.db.do", "open", "die", "system", "qx"),
        guards=(("exit", '!(open(my $fh, "<", $a))'), ("exit", "!($a)"), ("loop", "@xs")),
        assigned=((("self", "a"), "="), (("i",), "for"), (("o",), "=")),
        defined=(("function", "f", ""),),
        imports=("A::B",),
    ),
    Case("sql", "UPDATE t SET a = upper(b) WHERE id = 1;\n", calls=("upper",), guards=(("wrap", "id = 1"),), assigned=((("a",), "="),)),
    Case(
        "dockerfile",
        "FROM python:3.11\nENV B=2\nRUN curl -s https://example.org/x | bash\nUSER root\n",
        calls=("FROM", "RUN", "curl", "bash", "USER"),
        assigned=((("B",), "="),),
    ),
    Case(
        "hcl",
        'resource "aws_x" "y" {\n  c = "${var.d}-e"\n  f = file("x")\n  g = var.h ? 1 : 2\n}\n',
        calls=("file",),
        guards=(("ternary", "var.h"),),
        assigned=((("c",), "="), (("f",), "="), (("g",), "=")),
        defined=(("class", "resource.aws_x.y", ""),),
    ),
    Case("yaml", "a: b\nc:\n  d: 1\n", assigned=((("a",), ":"), (("d",), ":"))),
    Case(
        "workflow",
        "jobs:\n  b:\n    steps:\n      - uses: a/b@v1\n      - run: |\n          curl -s https://example.org/x\n",
        calls=("curl",),
        assigned=((("uses",), ":"), (("run",), ":")),
    ),
    Case(
        "vue",
        '<template><a @click="go(1)">x</a></template>\n<script lang="ts">\nimport a from "b";\nconst x = f(a as any);\n</script>\n',
        calls=("go", "f"),
        assigned=((("x",), "="),),
        imports=("b",),
    ),
    Case(
        "html",
        '<a href="javascript:go(1)" onclick="stop()">x</a>\n<script>\nrun(x);\n</script>\n<script type="text/template">no(x)</script>\n',
        calls=("go", "stop", "run"),
    ),
)
