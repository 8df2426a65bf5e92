"""Add our resource types and completions to ministack's template engine."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import importlib
import pkgutil
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from ministack.services.cloudformation import provisioners, stacks

from localaws import complete, conditions, kms_through_s3, replace, types
from localaws.apis import eks_cluster, eks_tagging, secretsmanager_rotation
from localaws.audit import Audit
from localaws.compatibility import require_known, require_new
from localaws.convert import Properties
from localaws.resource import Attributes, Completion, Declaration, ResourceType
from localaws.stepfunctions import extension as stepfunctions

Handlers = dict[str, Any]


def register(report: Path) -> None:
    """Change ministack before it serves its first request.

    Args:
        report: The file in which properties are listed that no handler read.

    Raises:
        LocalAwsError: ministack has learnt one of our types, so ours must go, or has lost one
            that ours replace.
    """
    known = cast("dict[str, Handlers]", provisioners._RESOURCE_HANDLERS)
    ours = {module.TYPE: cast("ResourceType", module) for module in _modules(types)}
    require_new(ours.keys(), known.keys())
    better = {module.TYPE: cast("ResourceType", module) for module in _modules(replace)}
    require_known(better.keys(), known.keys())
    ours |= better
    for name, kind in ours.items():
        # A last snapshot is taken by ministack, for the types that have one.
        snapshot = {k: v for k, v in known.get(name, {}).items() if k == "snapshot"}
        known[name] = snapshot | _handlers(kind)
        provisioners._REPLACING_PROPERTIES[name] = kind.REPLACING
    completions = {module.TYPE: cast("Completion", module) for module in _modules(complete)}
    for name, completion in completions.items():
        known[name] = _completed(known[name], completion)
    _leave_event_loop({*ours, *completions})
    _watch(known, Audit(report))
    for extension in (
        conditions,
        kms_through_s3,
        eks_cluster,
        eks_tagging,
        secretsmanager_rotation,
        stepfunctions,
    ):
        extension.install()


def _modules(package: ModuleType) -> list[ModuleType]:
    """Return the modules of a package, found by walking its folder."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    return [importlib.import_module(f"{package.__name__}.{name}") for name in sorted(names)]


def _handlers(kind: ResourceType) -> Handlers:
    """Return a type of ours in the form that the template engine calls."""

    def create(logical_id: str, properties: Properties, stack: str) -> tuple[str, Attributes]:
        return kind.create(Declaration(stack, logical_id, properties))

    def update(
        physical_id: str, old: Properties, new: Properties, _stack: str
    ) -> tuple[str, Attributes]:
        changed = kind.update(physical_id, old, new)
        return changed if isinstance(changed, tuple) else (physical_id, changed)

    return {"create": create, "update": update, "delete": kind.delete}


def _completed(theirs: Handlers, completion: Completion) -> Handlers:
    """Return ministack's handlers of a type, each followed by our completion."""

    def create(logical_id: str, properties: Properties, *rest: Any) -> tuple[str, Attributes]:  # noqa: ANN401
        physical_id, attributes = theirs["create"](logical_id, properties, *rest)
        try:
            return physical_id, attributes | completion.complete(physical_id, {}, properties)
        except Exception:
            # The template engine rolls back what it knows of, which this is not yet.
            theirs["delete"](physical_id, properties)
            raise

    def update(
        physical_id: str,
        old: Properties,
        new: Properties,
        *rest: Any,  # noqa: ANN401
    ) -> tuple[str, Attributes]:
        new_id, attributes = theirs["update"](physical_id, old, new, *rest)
        previous = old if new_id == physical_id else {}
        return new_id, attributes | completion.complete(new_id, previous, new)

    def delete(physical_id: str, *rest: Any) -> None:  # noqa: ANN401
        completion.before_delete(physical_id)
        theirs["delete"](physical_id, *rest)

    return {**theirs, "create": create, "update": update, "delete": delete}


def _leave_event_loop(names: set[str]) -> None:
    """Run handlers that call the gateway on a thread: the loop must stay free to answer them."""
    theirs = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda name: name in names or theirs(name)


def _watch(known: dict[str, Handlers], audit: Audit) -> None:
    """Let the audit see what every create and update handler reads."""
    for name, handlers in known.items():
        watched = dict(handlers)
        if "create" in handlers:
            watched["create"] = audit.watch_create(name, handlers["create"])
        if "update" in handlers:
            watched["update"] = audit.watch_update(name, handlers["update"])
        known[name] = watched
