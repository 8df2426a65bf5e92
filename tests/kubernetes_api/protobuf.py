"""The objects that helm's typed client writes as protobuf: Namespace, ConfigMap and Secret."""

import base64
from collections.abc import Iterator

from tests.kubernetes.manifests import Manifest

MAGIC = b"k8s\0"
"""What a body of protobuf begins with."""

_VARINT, _BYTES = 0, 2

# Field numbers of k8s.io/apimachinery/pkg/runtime and meta/v1, and k8s.io/api/core/v1.
_TYPE, _RAW = 1, 2
_API_VERSION, _KIND = 1, 2
_METADATA, _DATA, _SECRET_TYPE = 1, 2, 3
_NAME, _LABELS, _ANNOTATIONS = 1, 11, 12


def read_object(body: bytes) -> Manifest:
    """Return the object of a body, as its JSON would be.

    Raises:
        ValueError: if it is of another kind, or no protobuf.
    """
    envelope = dict(_fields(body.removeprefix(MAGIC)))
    type_meta, fields = dict(_fields(envelope[_TYPE])), list(_fields(envelope[_RAW]))
    kind = type_meta[_KIND].decode()
    if kind not in {"ConfigMap", "Namespace", "Secret"}:
        raise ValueError(f"{kind} is not read as protobuf")
    metadata = list(_fields(dict(fields)[_METADATA]))
    manifest: Manifest = {
        "apiVersion": type_meta[_API_VERSION].decode(),
        "kind": kind,
        "metadata": {"name": dict(metadata)[_NAME].decode()},
    }
    for number, word in ((_LABELS, "labels"), (_ANNOTATIONS, "annotations")):
        if entries := _map(metadata, number):
            manifest["metadata"][word] = {key: value.decode() for key, value in entries.items()}
    if kind == "Secret":
        manifest["type"] = dict(fields).get(_SECRET_TYPE, b"Opaque").decode()
        data = _map(fields, _DATA)
        manifest["data"] = {key: base64.b64encode(value).decode() for key, value in data.items()}
    if kind == "ConfigMap":
        manifest["data"] = {key: value.decode() for key, value in _map(fields, _DATA).items()}
    return manifest


def _map(fields: list[tuple[int, bytes]], number: int) -> dict[str, bytes]:
    entries = (dict(_fields(value)) for found, value in fields if found == number)
    return {entry[1].decode(): entry.get(2, b"") for entry in entries}


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        number, wire = tag >> 3, tag & 7
        if wire not in {_VARINT, _BYTES}:
            raise ValueError(f"wire type {wire} is not read")
        length, position = _varint(message, position)
        # None of the numbers of these objects is asked for: only their place is passed over.
        if wire == _BYTES:
            yield number, message[position : position + length]
            position += length


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
