"""Write a method as the YAML that people read: `read(write(doc))` gives the same method."""

from __future__ import annotations

from typing import Any

import yaml

from programmes.domain.document import MethodDoc

#: Columns at which long lines are folded.
WIDTH = 100


class _Dumper(yaml.SafeDumper):
    """Lists indented under their name, texts of several lines as blocks, no anchors."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def write(doc: MethodDoc) -> str:
    """The method as YAML. What has its usual value is left out."""
    data = doc.model_dump(exclude_defaults=True)
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
