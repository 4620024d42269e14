"""Write a method as the YAML that people read: `read(write(doc))` gives the same method."""

from __future__ import annotations

from typing import Any

import yaml

from programmes.domain.document import MethodDoc

#: The order in which a reader wants to know.
ORDER = (
    "method", "language", "title", "months", "derived_from",
    "summary", "changes", "sources", "phases", "gate",
)  # fmt: skip
#: Columns at which long lines are folded.
WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Lists indented under their name, texts of several lines as blocks, no anchors."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write(doc: MethodDoc) -> str:
    """The method as YAML. What has its usual value is left out."""
    dumped = doc.model_dump(exclude_defaults=True)
    data = {name: dumped[name] for name in ORDER if name in dumped}
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
