"""A method's YAML: `read(write(doc))` gives the same method.

Every fault is told with its line, and a faulty file is refused whole.

Only plain YAML is accepted: text, numbers, true and false, lists and names with values. No
tags, no anchors (their expansion can fill the memory), no name twice (YAML would silently
keep the last), no second document.
"""

from __future__ import annotations

from typing import Any

import yaml
from pydantic import ValidationError

from programmes.document.checks import Path, findings
from programmes.document.faults import Fault, FaultyMethod, of_validation, sentence, way_to, word_of
from programmes.document.shape import MethodDoc

MAX_BYTES = 512 * 1024
#: phases > phase > steps > step > checklist > line is 7 levels; more is a mistake or an attack.
MAX_DEPTH = 12
#: Digits of the longest number; what is longer is text.
LONGEST_NUMBER = 9

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}": kind
    for kind in ("str", "int", "bool", "null", "float", "timestamp", "merge", "value")
}
_WORDS = {"true": True, "false": False}


class _RefusedError(Exception):
    """A fault found before there is a document, at a line (from 0)."""

    def __init__(self, line: int, code: str, **facts: object) -> None:
        super().__init__(code)
        self.line, self.code, self.facts = line, code, facts


def text_of(raw: bytes) -> str:
    """The file's text. Raises FaultyMethod for too many bytes or another encoding than UTF-8."""
    if len(raw) > MAX_BYTES:
        raise FaultyMethod([_whole("too_big", most=MAX_BYTES // 1024)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FaultyMethod([Fault(line, "", sentence("not_text", {}))]) from error


def read(text: str, *, file_name: str = "") -> tuple[MethodDoc, dict[Path, int]]:
    """The method in the text, and the line (from 1) of each path in it.

    Raises FaultyMethod with every fault that could be found.
    """
    try:
        data, lines = _plain(text)
    except _RefusedError as refused:
        fault = Fault(refused.line + 1, "", sentence(refused.code, refused.facts))
        raise FaultyMethod([fault], file_name=file_name) from refused
    try:
        doc = MethodDoc.model_validate(data)
    except ValidationError as error:
        raise FaultyMethod(
            [located(path, reason, lines) for path, reason in of_validation(error, in_file=True)],
            file_name=file_name,
        ) from error
    found = [located(one.path, sentence(one.code, one.facts), lines) for one in findings(doc)]
    if found:
        raise FaultyMethod(found, file_name=file_name)
    return doc, lines


def located(path: Path, reason: str, lines: dict[Path, int]) -> Fault:
    """A fault at the line of its path, or of the nearest path around it."""
    known = next((path[:end] for end in range(len(path), 0, -1) if path[:end] in lines), ())
    return Fault(lines.get(known, 1), way_to(path), reason)


def _whole(code: str, **facts: object) -> Fault:
    return Fault(1, "", sentence(code, facts))


def _plain(text: str) -> tuple[Any, dict[Path, int]]:
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _RefusedError(0, "too_big", most=MAX_BYTES // 1024)
    if not text.strip():
        raise _RefusedError(0, "no_content")
    try:
        _check_events(text)
        root = yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, UnicodeError) as error:
        raise _broken(text, error) from error
    if root is None:
        raise _RefusedError(0, "no_content")
    if not isinstance(root, yaml.MappingNode):
        raise _RefusedError(root.start_mark.line, "not_a_method")
    lines: dict[Path, int] = {}
    return _value(root, (), lines), lines


def _broken(text: str, error: Exception) -> _RefusedError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return _RefusedError(mark.line, "not_yaml", problem=getattr(error, "problem", "") or "")
    position = getattr(error, "position", None)
    line = text.count("\n", 0, position) if isinstance(position, int) else 0
    return _RefusedError(
        line, "not_yaml", problem=str(getattr(error, "reason", "")) or type(error).__name__
    )


def _check_events(text: str) -> None:
    # Events come one by one without recursion, so that depth is refused before it can hurt.
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(line, "alias")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _RefusedError(line, "two_documents")
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _RefusedError(line, "too_deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if getattr(event, "tag", None):
            raise _RefusedError(line, "tag")


def _value(node: yaml.Node, path: Path, lines: dict[Path, int]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*path, number), lines) for number, child in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line
        if not isinstance(key_node, yaml.ScalarNode):
            raise _RefusedError(line, "key_not_text")
        name = key_node.value
        if name in values:
            raise _RefusedError(line, "key_twice", field=word_of(name[:60], in_file=True))
        lines[(*path, name)] = line + 1
        values[name] = _value(value_node, (*path, name), lines)
    return values


def _scalar(node: yaml.Node) -> Any:
    # Numbers and truth only in their everyday form: a Danish "nej", an hour or a date is text.
    kind = _PLAIN_TAGS.get(node.tag, "str")
    if kind == "null":
        return None
    if kind == "bool":
        return _WORDS.get(node.value.lower(), node.value)
    if kind == "int" and node.value.isdecimal() and len(node.value) <= LONGEST_NUMBER:
        return int(node.value)
    return node.value


#: The order in which a reader wants to know.
ORDER = (
    "method", "language", "title", "months", "for_programme", "derived_from",
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
