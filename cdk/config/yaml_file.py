"""Read one YAML file into plain values, with the place of every key and value."""

from pathlib import Path as FilePath

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cdk.config.origin import Layer, Origin
from cdk.errors import Finding, LabError
from cdk.settings import Path

PLACEHOLDER = "CHANGEME"
EMPTY = "is empty"

_TAG = "tag:yaml.org,2002:"
_TYPED = {_TAG + name for name in ("null", "bool", "int", "float")}
# Read as plain text: a date, or one of YAML's special signs, is never what a setting means.
_TEXT = {_TAG + name for name in ("str", "timestamp", "value", "merge")}

_HINTS = {
    "found character '\\t'": "indent with spaces, never with tabs",
    "mapping values are not allowed": "check the indentation, or quote text that contains ': '",
    "cannot start any token": "quote text that begins with @ ` % or &",
    "found undefined alias": "quote text that begins with *",
    "another document": "one file is one document: remove the line ---",
    "flow": "a bracket or brace is not closed, or a comma is missing",
    "could not find expected ':'": "a space after the colon is missing, here or in the line above",
    "block end": "this line, or one above or below it, is indented differently from its neighbours",
    "unexpected end of stream": "a quote is not closed",
}


def read(path: FilePath) -> tuple[Layer, list[Finding]]:
    """Read a file.

    Returns:
        The layer, and findings that leave it readable (a key twice, a CHANGEME, an anchor).

    Raises:
        LabError: the file cannot be read as YAML at all.
    """
    name = str(path)
    text = _decode(path, name)
    yaml = YAML(typ="safe", pure=True)
    try:
        root = yaml.compose(text)
        reader = _Reader(name, yaml)
        if root is None:
            return Layer({}, origins={(): Origin(name, 1, 1)}), []
        if not isinstance(root, MappingNode):
            place = reader.origin(root)
            raise LabError([reader.finding(place, (), "holds no settings", "write `key: value`")])
        values = reader.mapping(root, ())
    except MarkedYAMLError as error:
        raise LabError([_syntax(name, error)]) from None
    except YAMLError as error:  # a control character: has a position, but no mark
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1
        column = position - (text.rfind("\n", 0, position) + 1) + 1
        message, hint = "a character that no YAML file may hold", "delete it and type it again"
        raise LabError([Finding(name, line, column, "", message, hint)]) from None
    except RecursionError:
        message = "is nested too deeply to be settings"
        raise LabError([Finding(name, 1, 1, "", message, "settings nest 5 levels")]) from None
    layer = Layer(values, reader.keys, reader.origins, frozenset(reader.placeholders))
    return layer, reader.findings


def _decode(path: FilePath, name: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise LabError([Finding(name, 0, 0, "", message, "check the path")]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        message = f"is not UTF-8 text (byte 0x{raw[error.start]:02x})"
        hint = "save the file with the encoding UTF-8"
        raise LabError([Finding(name, line, column, "", message, hint)]) from None


def _syntax(name: str, error: MarkedYAMLError) -> Finding:
    problem = " ".join(part for part in (error.problem, error.context) if part)
    # What is never closed or continued is noticed later, but began where the context says.
    began = any(sign in problem for sign in ("stream end", "end of stream", "flow", "expected ':'"))
    mark: StringMark = (began and error.context_mark) or error.problem_mark or error.context_mark
    hint = next((hint for sign, hint in _HINTS.items() if sign in problem), "check this line")
    return Finding(name, mark.line + 1, mark.column + 1, "", f"is not YAML: {problem}", hint)


class _Reader:
    """Turns nodes into values and notes where each stands."""

    def __init__(self, file: str, yaml: YAML) -> None:
        self.file = file
        self.construct = yaml.constructor.construct_object
        self.keys: dict[Path, Origin] = {}
        self.origins: dict[Path, Origin] = {}
        self.placeholders: set[Path] = set()
        self.findings: list[Finding] = []
        self.seen: set[int] = set()

    def origin(self, node: Node) -> Origin:
        return Origin(self.file, node.start_mark.line + 1, node.start_mark.column + 1)

    def finding(self, place: Origin, path: Path, message: str, hint: str) -> Finding:
        dotted = ".".join(map(str, path))
        return Finding(place.file, place.line, place.column, dotted, message, hint)

    def note(self, node: Node, path: Path, message: str, hint: str) -> None:
        self.findings.append(self.finding(self.origin(node), path, message, hint))

    def value(self, node: Node, path: Path) -> object:
        if node.anchor:
            again = id(node) in self.seen
            place = self.keys.get(path, self.origin(node)) if again else self.origin(node)
            message = f"uses an {'alias' if again else 'anchor'} ({node.anchor})"
            self.findings.append(self.finding(place, path, message, "write the value out"))
        if id(node) in self.seen:
            self.placeholders.add(path)
            return None
        self.seen.add(id(node))
        self.origins[path] = self.origin(node)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.scalar(node, path)

    def mapping(self, node: MappingNode, path: Path) -> dict[str, object]:
        self.origins.setdefault(path, self.origin(node))
        values: dict[str, object] = {}
        first: dict[str, Origin] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self.note(key_node, path, "has a key that is no plain text", "write `key: value`")
                continue
            key, below = key_node.value, (*path, key_node.value)
            if key in first:
                hint = f"it stands at line {first[key].line} already: keep one of the two"
                self.note(key_node, below, "is written twice", hint)
                continue
            first[key] = self.keys[below] = self.origin(key_node)
            values[key] = self.value(value_node, below)
        return values

    def scalar(self, node: Node, path: Path) -> object:
        tag, text = str(node.tag), str(node.value)
        if tag not in _TYPED | _TEXT:
            self.placeholders.add(path)
            self.note(node, path, f"uses a tag ({tag})", "write plain values only")
            return text
        if PLACEHOLDER in text:
            self.placeholders.add(path)
            self.note(node, path, f"is still to be filled in (got {text})", "write your own value")
        leading_zero = tag == _TAG + "int" and text.lstrip("+-")[:1] == "0" and text.isdigit()
        if tag in _TEXT or (leading_zero and len(text) > 1):
            return text
        if not text:
            # A key whose lines were commented out must not switch something off unnoticed.
            self.origins[path] = self.keys.get(path, self.origins[path])
            self.placeholders.add(path)
            place, hint = self.origins[path], "write a value, or remove the key"
            self.findings.append(self.finding(place, path, EMPTY, hint))
        try:
            typed: object = self.construct(node)
        except ValueError:  # Python reads no number of thousands of digits
            self.placeholders.add(path)
            self.note(node, path, "is no number that can be read", "write a shorter one")
            return text
        return typed
