"""Tags of EKS's resources: ministack keeps them apart from the resources, and drops some."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

from typing import Any
from urllib.parse import unquote

from ministack.services import eks

_TAGS = "/tags/"
_ARNS = ("accessEntryArn", "addonArn", "arn", "associationArn", "nodegroupArn")


def install() -> None:
    """Extend ministack's EKS.

    * Describing a resource shows the tags that were set after it was made.
    * UntagResource removes every key that it names.
    * Pod identity associations can be tagged.
    """
    resolve, tag, handle = (
        eks._resolve_tag_resource_arn,
        eks._tag_resource,
        eks._handle_request_sync,
    )

    def resolve_arn(arn: str) -> Any:  # noqa: ANN401
        found = any(record.get("associationArn") == arn for record in _records())
        return (arn, None) if found else resolve(arn)

    def tag_resource(arn: str, body: dict[str, Any]) -> Any:  # noqa: ANN401
        response = tag(arn, body)
        _show(arn)
        return response

    def handle_request(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:  # noqa: ANN401
        if method == "DELETE" and path.startswith(_TAGS):
            return _untag(unquote(path.removeprefix(_TAGS)), query.get("tagKeys", []))
        return handle(method, path, headers, body, query)

    eks._resolve_tag_resource_arn, eks._tag_resource = resolve_arn, tag_resource
    eks._handle_request_sync = handle_request


def _untag(arn: str, keys: list[str]) -> Any:  # noqa: ANN401
    """Remove tags of a resource."""
    _, refusal = eks._resolve_tag_resource_arn(arn)
    if refusal:
        return refusal
    eks._tags[arn] = {k: v for k, v in (eks._tags.get(arn) or {}).items() if k not in keys}
    _show(arn)
    return eks._json_resp(200, {})


def _show(arn: str) -> None:
    """Let a resource's description have its tags."""
    for record in _records():
        if arn in (record.get(key) for key in _ARNS):
            record["tags"] = dict(eks._tags.get(arn) or {})


def _records() -> list[dict[str, Any]]:
    """Return every resource that has tags."""
    stores = (
        eks._clusters,
        eks._addons,
        eks._access_entries,
        eks._pod_identity_associations,
        eks._nodegroups,
    )
    return [record for store in stores for record in store.values()]
