"""The frame that all HTML reports share: one file, nothing fetched, light and dark, readable from the right."""

from __future__ import annotations

import base64
import hashlib
from html import escape

from ccb_l10n import locales
from ccb_l10n.reports.visible import visible


def page(title: str, body: str, *, style: str = "", script: str = "", lang: str = "en") -> str:
    """A whole page; `title` and `body` are HTML. Only `style` and the `script` given here can act in it."""
    allowed = "default-src 'none'; style-src 'unsafe-inline'"
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        allowed += f"; script-src 'sha256-{digest}'"
    code = f"<script>{script}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html {language(lang)}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title} · ccb-l10n</title>\n<style>\n{_STYLE}{style}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n{code}</body>\n</html>\n"
    )


def text(value: str) -> str:
    """Course text as HTML, its controls made visible."""
    return escape(visible(value))


def quoting(value: str) -> str:
    """A sentence of ours, whose quotations may run the other way."""
    return f"<bdi>{text(value)}</bdi>"


def language(code: str) -> str:
    """The lang and dir attributes; without a language the browser finds the direction."""
    return f'lang="{text(code)}" dir="{locales.direction(code)}"' if code else 'dir="auto"'


_STYLE = """\
:root { color-scheme: light dark; --error: #b3261e; --warning: #8a5300; --info: #1d5a96; --mark: #ffe08a;
  --edge: #8886; }
@media (prefers-color-scheme: dark) {
  :root { --error: #ff9d94; --warning: #f3bf6b; --info: #93c4f5; --mark: #6b5310; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
fieldset { border: 1px solid var(--edge); border-radius: .4rem; margin: 0 0 1rem; }
label { margin-inline-end: 1rem; white-space: nowrap; }
input[type=search] { font: inherit; inline-size: 100%; max-inline-size: 30rem; padding: .3rem .5rem; }
[hidden] { display: none !important; }
summary { font-weight: 600; overflow-wrap: anywhere; cursor: pointer; padding: .5rem 0; }
.finding { border: 1px solid var(--edge); border-inline-start: .3rem solid; border-radius: .3rem;
  margin: .6rem 0; padding: .5rem .8rem; break-inside: avoid; }
.finding p, .finding dl { margin: 0 0 .3rem; }
.finding.error { border-inline-start-color: var(--error); } b.error { color: var(--error); }
.finding.warning { border-inline-start-color: var(--warning); } b.warning { color: var(--warning); }
.finding.info { border-inline-start-color: var(--info); } b.info { color: var(--info); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .1rem .8rem; }
dt { opacity: .75; } dd { margin: 0; overflow-wrap: anywhere; }
mark { background: var(--mark); color: inherit; padding: 0 .15em; border-radius: .2em; }
.hint { font-size: .95em; } .hint::before { content: "→ "; }
code { font-size: .95em; }
@media print { form { display: none; } mark { print-color-adjust: exact; } }
"""
