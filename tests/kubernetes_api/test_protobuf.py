"""Objects as helm's typed client writes them."""

import pytest

from tests.kubernetes_api.protobuf import MAGIC, read_object


def field(number: int, content: bytes) -> bytes:
    """Return one field of bytes, up to 127 of them."""
    return bytes([number << 3 | 2, len(content)]) + content


def message(kind: bytes, rest: bytes = b"") -> bytes:
    """Return an object called `hub` with a label, in its envelope."""
    labels = field(11, field(1, b"owner") + field(2, b"helm"))
    generation = bytes([7 << 3, 0x96, 0x01])
    metadata = field(1, b"hub") + labels + generation
    type_meta = field(1, b"v1") + field(2, kind)
    return MAGIC + field(1, type_meta) + field(2, field(1, metadata) + rest)


def test_secret_is_read_as_its_json() -> None:
    """The release that helm keeps has labels, a type and data."""
    rest = field(2, field(1, b"release") + field(2, b"\xff\x00")) + field(3, b"helm.sh/release.v1")
    assert read_object(message(b"Secret", rest)) == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "hub", "labels": {"owner": "helm"}},
        "type": "helm.sh/release.v1",
        "data": {"release": "/wA="},
    }


def test_another_kind_is_refused() -> None:
    """Nothing is kept that was read by half."""
    with pytest.raises(ValueError, match="Pod is not read as protobuf"):
        read_object(message(b"Pod"))
