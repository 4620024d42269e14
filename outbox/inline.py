"""Put a letter's styles on its elements: many mail programs drop what stands in <style>."""

from __future__ import annotations

import css_inline

#: Nothing is fetched, neither from the network nor from the disk; what cannot be inlined
#: (the dark theme) stays for the programs that read it.
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)


def inline_styles(html: str) -> str:
    """The same HTML with its own styles inline; "" stays ""."""
    return _INLINER.inline(html) if html else ""
