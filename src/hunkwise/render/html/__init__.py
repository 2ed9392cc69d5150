"""The report as one self-contained page: no script, no address that is fetched, light and dark, fit to print.

`page.py` lays out the whole, `card.py` one finding, `parts.py` bars and code; `style.css` is put into the page.
"""

from hunkwise.render.html.page import RENDERER, render

__all__ = ["RENDERER", "render"]
