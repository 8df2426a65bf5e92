"""Distributed Map states: each item is a child execution of its own."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import json
import logging
import threading
from contextvars import copy_context
from typing import Any

from ministack.services import stepfunctions

from localaws.stepfunctions import item_reader, result_writer, role, states
from localaws.stepfunctions.child import context_of
from localaws.stepfunctions.map_fields import MapFields
from localaws.stepfunctions.map_run import MapRun
from localaws.stepfunctions.running import (
    LOOK_SECONDS,
    Execution,
    Stopped,
    is_running,
    require_running,
    work_for,
)

logger = logging.getLogger("localaws.stepfunctions.distributed_map")

Fields = dict[str, Any]

EXCEEDED = (
    "States.ExceedToleratedFailureThreshold",
    "The specified tolerated failure threshold was exceeded",
)
MOST_RESULT_BYTES = 256 * 1024


def install() -> None:
    """Replace ministack's distributed map.

    * JSONata as well as JSONPath; items are read, and results written, as the execution role.
    * Children begin one by one, as there is room, and none begins after the tolerated failures
      are exceeded or the parent is stopped; those that run are aborted then.
    * The role needs `states:StartExecution` on the state machine.

    Differs from AWS: at most 64 children run at a time, each is one item (ItemBatcher is refused,
    and so is a WriterConfig), nothing is redriven, and a stopped parent writes no results.
    """
    stepfunctions._run_distributed_map = run


def run(
    state: Fields,
    raw_input: Any,  # noqa: ANN401
    effective: Any,  # noqa: ANN401
    processor: Fields,
    execution: Execution,
    context: Fields,
) -> tuple[Any, str | None]:
    """Run a state and return its output and the name of the one that follows."""
    fields = MapFields(state, raw_input, effective, context)
    _require_known(state)
    # A child that has a distributed map itself belongs to the same state machine.
    machine_arn = execution["stateMachineArn"].split("/")[0]
    role.require(execution, "states:StartExecution", machine_arn)
    items = item_reader.read(fields, execution) if "ItemReader" in state else fields.items()
    map_run = MapRun(fields, execution, len(items))
    try:
        exceeded = _Children(map_run, fields, processor, execution).work(items)
        if "ResultWriter" in state:
            result: Any = result_writer.write(fields, map_run, items, execution)
        else:
            result = None if exceeded else _outputs(map_run)
    except stepfunctions._ExecutionError as error:
        map_run.abort_children()
        if isinstance(error, Stopped):
            map_run.close("ABORTED")
        else:
            map_run.close("FAILED", error=error.error, cause=error.cause)
        raise
    written = len(map_run.started) if "ResultWriter" in state else 0
    if exceeded:
        map_run.close("FAILED", written, error=EXCEEDED[0], cause=EXCEEDED[1])
        raise stepfunctions._ExecutionError(*EXCEEDED)
    map_run.close("SUCCEEDED", written)
    return fields.output(result), stepfunctions._next_or_end(state)


def _require_known(state: Fields) -> None:
    """Refuse what would silently be done differently here.

    Raises:
        stepfunctions._ExecutionError: The state has such a field.
    """
    unknown = [name for name in ("ItemBatcher",) if name in state]
    writer = state.get("ResultWriter", {})
    unknown += [name for name in ("WriterConfig",) if name in writer]
    if unknown:
        raise stepfunctions._ExecutionError(
            "States.Runtime", f"The embedded AWS has no {' and no '.join(unknown)} of a Map state"
        )


def _outputs(map_run: MapRun) -> list[Any]:
    """Return the children's outputs, and of a failed child what a ResultWriter would write.

    Raises:
        stepfunctions._ExecutionError: Together they are larger than what AWS passes on.
    """
    result = [
        json.loads(child["output"])
        if child["status"] == "SUCCEEDED"
        else result_writer.record(child)
        for child in map_run.started
    ]
    if len(json.dumps(result).encode()) > MOST_RESULT_BYTES:
        raise stepfunctions._ExecutionError(
            "States.DataLimitExceeded",
            "The state's result exceeds 262144 bytes: write it to S3 with a ResultWriter",
        )
    return result


class _Children:
    """Begins the children of a map run, each on a thread of its own, as there is room."""

    def __init__(
        self, map_run: MapRun, fields: MapFields, processor: Fields, parent: Execution
    ) -> None:
        self._run, self._fields, self._processor, self._parent = map_run, fields, processor, parent

    def work(self, items: list[Any]) -> bool:
        """Run all children and return whether more failed than is tolerated.

        Raises:
            Stopped: The parent was stopped.
            stepfunctions._ExecutionError: An item's input cannot be computed.
        """
        for index, item in enumerate(items):
            if not self._wait(self._run.has_room):
                break
            self._begin(self._fields.item_input(index, item))
        if self._wait(lambda: not self._run.running):
            return False
        self._run.abort_children()
        return True

    def _wait(self, ready: Any) -> bool:  # noqa: ANN401
        """Wait until something holds; return False when too many children failed."""
        with self._run.changed:
            while not self._run.exceeded():
                require_running(self._parent)
                if ready():
                    return True
                # Nobody notifies of a stopped parent, or of a map run that was updated.
                self._run.changed.wait(LOOK_SECONDS)
        return False

    def _begin(self, data: Any) -> None:  # noqa: ANN401
        """Start the child for an item."""
        child = self._run.begin(data)
        arguments = (work_for, child, lambda: self._work(child, data))
        threading.Thread(target=copy_context().run, args=arguments, daemon=True).start()

    def _work(self, child: Execution, data: Any) -> None:  # noqa: ANN401
        """Run the states of a child and note what became of it."""
        language = self._fields.context["QueryLanguage"]
        start, inner = self._processor["StartAt"], self._processor["States"]
        try:
            output = states.run(inner, start, data, child, context_of(child, data, language))
            self._run.finish(child, "SUCCEEDED", output=json.dumps(output))
        except Stopped:
            self._run.finish(child, "ABORTED")
        except stepfunctions._ExecutionError as error:
            # Stopped in the middle of a call that then failed for that reason.
            status = "FAILED" if is_running(child) else "ABORTED"
            self._run.finish(child, status, error=error.error, cause=error.cause)
        except Exception as error:
            logger.exception("Child %s", child["executionArn"])
            self._run.finish(child, "FAILED", error="States.Runtime", cause=repr(error))
