"""Everything of this package, put into ministack's Step Functions."""

from localaws.stepfunctions import (
    authorization,
    child,
    distributed_map,
    expressions,
    get_object,
    invoke,
    map_run,
    publish,
    retry,
    running,
    saving,
    start,
    states,
    submit_job,
    tracing,
)


def install() -> None:
    """Extend ministack's Step Functions, as the modules say.

    Not done: a state machine's own TimeoutSeconds, logs of executions, redriving, and cancelling
    the other branches when one of a Parallel state fails.
    """
    for module in (
        authorization,
        running,
        saving,
        states,
        expressions,
        retry,
        start,
        tracing,
        submit_job,
        publish,
        get_object,
        invoke,
        child,
        map_run,
        distributed_map,
    ):
        module.install()
