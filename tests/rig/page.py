"""GitHub-flavoured Markdown as GitHub shows it: its own parser (cmark-gfm), its style sheet, its column, light and dark."""

import html
import re
from typing import Literal

from rig.packages import Package, Unavailable, cache, member, put

STYLE = Package(
    "github-markdown-css",
    "5.9.0",
    "sha512-tmT5sY+zvg2302XLYEfH2mtkViIM1SWf2nvYoF5N1ZsO0V6B2qZTiw3GOzw4vpjLygK/KG35qRlPFweHqfzz5w==",
)
WIDTH = 830
"""Pixels of a comment's text on the page of a pull request."""

_EXTENSIONS = ["table", "strikethrough", "autolink", "tagfilter", "tasklist"]
_FRAME = {
    "light": {
        "page": "#ffffff",
        "line": "#d1d9e0",
        "bar": "#f6f8fa",
        "text": "#1f2328",
        "gone": ("#82071e", "#ffebe9"),
        "new": ("#116329", "#dafbe1"),
    },
    "dark": {
        "page": "#0d1117",
        "line": "#3d444d",
        "bar": "#151b23",
        "text": "#f0f6fc",
        "gone": ("#ffdcd7", "#67060c"),
        "new": ("#aff5b4", "#033a16"),
    },
}
Scheme = Literal["light", "dark"]


def body(markdown: str) -> str:
    """The HTML that GitHub makes of a comment. Raises Unavailable where its parser isn't installed."""
    try:
        from cmarkgfm import markdown_to_html_with_extensions as convert
        from cmarkgfm.cmark import Options
    except ImportError as error:
        raise Unavailable("cmarkgfm isn't installed (extra `dev`)") from error
    made: str = convert(markdown, options=Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_GITHUB_PRE_LANG, extensions=_EXTENSIONS)
    made = re.sub(r"<!--.*?-->", "", made, flags=re.DOTALL)
    return re.sub(r'<pre lang="diff"><code>(.*?)</code></pre>', lambda found: _difference(found[1]), made, flags=re.DOTALL)


def page(markdown: str, scheme: Scheme, title: str = "hunkwise bot commented") -> str:
    """A comment in GitHub's frame, as a document without script. Raises Unavailable."""
    frame = _FRAME[scheme]
    (gone, behind_gone), (new, behind_new) = frame["gone"], frame["new"]
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title><style>{_style(scheme)}
html, body {{ margin: 0; background: {frame["page"]}; }}
.comment {{ box-sizing: border-box; max-width: {WIDTH + 34}px; margin: 16px; border: 1px solid {frame["line"]}; border-radius: 6px; }}
.comment > header {{ padding: 8px 16px; background: {frame["bar"]}; color: {frame["text"]}; border-bottom: 1px solid {frame["line"]};
  border-radius: 6px 6px 0 0; font: 600 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; }}
.comment > .markdown-body {{ padding: 16px; font-size: 14px; border-radius: 6px; }}
.gone {{ color: {gone}; background: {behind_gone}; }} .new {{ color: {new}; background: {behind_new}; }} .hunk {{ opacity: .7; }}
</style><div class="comment"><header>{html.escape(title)}</header><article class="markdown-body">{body(markdown)}</article></div></html>"""


def _difference(code: str) -> str:
    kinds = {"-": "gone", "+": "new", "@": "hunk"}
    lines = [f'<span class="{kinds[line[0]]}">{line}</span>' if line[:1] in kinds else line for line in code.split("\n")]
    return f'<div class="highlight"><pre>{chr(10).join(lines)}</pre></div>'


def _style(scheme: Scheme) -> str:
    file = cache() / f"github-markdown-{STYLE.version}-{scheme}.css"
    if not file.exists():
        put(file, member(STYLE, f"github-markdown-{scheme}.css"))
    return file.read_text()
