"""Batch as ministack's gateway calls it: one object with the interface of a service."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core.responses import AccountRegionScopedDict, error_response_json

from localaws.batch import (
    authorization,
    definitions,
    ending,
    environments,
    persistence,
    policies,
    queues,
    requests,
    submission,
    tagging,
)
from localaws.batch.describing import detail
from localaws.batch.engine import Engine
from localaws.batch.listing import list_jobs
from localaws.batch.refusal import RefusalError
from localaws.batch.store import QUEUE, Store

Response = tuple[int, dict[str, str], bytes]
Parameters = dict[str, Any]

# Not of AWS: a request to lose the host of a job, see localaws/reclaim.py.
RECLAIM_PATH = "/v1/reclaimhost"

_OF_RESOURCES: dict[str, Callable[[Store, Parameters], Parameters]] = {
    "CreateComputeEnvironment": environments.create,
    "UpdateComputeEnvironment": environments.update,
    "DeleteComputeEnvironment": environments.delete,
    "DescribeComputeEnvironments": environments.describe,
    "CreateJobQueue": queues.create,
    "UpdateJobQueue": queues.update,
    "DeleteJobQueue": queues.delete,
    "DescribeJobQueues": queues.describe,
    "CreateSchedulingPolicy": policies.create,
    "UpdateSchedulingPolicy": policies.update,
    "DeleteSchedulingPolicy": policies.delete,
    "DescribeSchedulingPolicies": policies.describe,
    "ListSchedulingPolicies": policies.listed,
    "RegisterJobDefinition": definitions.register,
    "DeregisterJobDefinition": definitions.deregister,
    "DescribeJobDefinitions": definitions.describe,
}


def install_batch(folder: Path, certificate: Path) -> Engine:
    """Have the gateway serve a Batch that runs jobs, and return what runs them.

    Args:
        folder: The emulator's.
        certificate: The authority that the gateway's certificate is from.
    """
    engine = Engine(folder / "state", folder / "tmp", certificate)
    # Where ministack's own would be loaded at the first request; there is no public way.
    app._loaded_modules["batch"] = BatchService(engine)  # noqa: SLF001
    authorization.install()
    return engine


class BatchService:
    """Batch's operations, and its state between two starts of the emulator.

    Args:
        engine: What runs jobs.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        ledger, store = engine.ledger, engine.store
        self._of_jobs: dict[str, Callable[[Parameters], Parameters]] = {
            "DescribeJobs": self._describe,
            "ListJobs": lambda p: list_jobs(store, ledger, p),
            "TerminateJob": self._terminate,
            "CancelJob": self._cancel,
            "TagResource": lambda p: tagging.tag(store, ledger, p),
            "UntagResource": lambda p: tagging.untag(store, ledger, p),
            "ListTagsForResource": lambda p: tagging.listed(store, ledger, p),
        }

    async def handle_request(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes,
        query: dict[str, list[str]],
    ) -> Response:
        """Answer a request."""
        try:
            if path == RECLAIM_PATH:
                return _json(self._reclaim(headers, json.loads(body)))
            request = requests.parse(method, path, query, body)
            return _json(self._answer(headers, request))
        except RefusalError as error:
            status, fields, content = error_response_json(error.code, str(error), error.status)
            return status, fields, content

    def get_state(self) -> dict[str, Any]:
        """Return everything, for the next start."""
        engine = self._engine
        jobs = AccountRegionScopedDict()
        with engine.ledger.lock:
            for job in engine.ledger:
                s = job.submission
                jobs.set_scoped(s.account, s.region, s.job_id, persistence.saved(job))
        return {"resources": engine.store.state(), "jobs": jobs}

    def load_persisted_state(self, state: Mapping[str, Any]) -> None:
        """Take everything back; jobs go on once the engine starts."""
        self._engine.store.restore(state["resources"])
        records = state["jobs"].all_values()
        self._engine.restore([persistence.restored(record) for record in records])

    def reset(self) -> None:
        """Forget everything."""
        self._engine.clear()

    def _answer(self, headers: Mapping[str, str], request: requests.Request) -> Parameters:
        """Carry out an operation."""
        if request.operation == "SubmitJob":
            return self._submit(headers, request.parameters)
        of_jobs = self._of_jobs.get(request.operation)
        if of_jobs is not None:
            return of_jobs(request.parameters)
        of_resources = _OF_RESOURCES.get(request.operation)
        if of_resources is None:
            raise RefusalError(f"The embedded AWS Batch cannot {request.operation}.")
        with self._engine.ledger.lock:
            queue = self._engine.store.find(QUEUE, str(request.parameters.get("jobQueue", "")))
            answer = of_resources(self._engine.store, request.parameters)
            if queue and request.operation == "DeleteJobQueue":
                engine = self._engine
                ending.empty_queue(engine.ledger, engine.interrupt, queue["jobQueueArn"])
            self._engine.scheduler.look_again()
        return answer

    def _submit(self, headers: Mapping[str, str], parameters: Parameters) -> Parameters:
        """Take a job, whose submitter needs rights to the queue and to the definition."""
        engine = self._engine
        prepared = submission.prepare(engine.store, parameters, engine.clock.now())
        authorization.require(headers, "batch:SubmitJob", prepared.definition)
        if parameters.get("tags"):
            # So AWS answers in wri/gfw-data-api#175, whatever the service's list of rights says.
            authorization.require(headers, "batch:TagResource", prepared.definition)
        job = engine.ledger.submit(prepared)
        return {"jobArn": job.arn, "jobName": job.submission.name, "jobId": job.job_id}

    def _describe(self, parameters: Parameters) -> Parameters:
        """Describe the jobs that are named and exist."""
        with self._engine.ledger.lock:
            found = [ending.own(self._engine.ledger, job_id) for job_id in parameters["jobs"]]
            return {"jobs": [detail(job) for job in found if job is not None]}

    def _terminate(self, parameters: Parameters) -> Parameters:
        """End a job."""
        ending.terminate(self._engine.ledger, self._engine.interrupt, parameters)
        return {}

    def _cancel(self, parameters: Parameters) -> Parameters:
        """End a job that has not started."""
        ending.cancel(self._engine.ledger, parameters)
        return {}

    def _reclaim(self, headers: Mapping[str, str], parameters: Parameters) -> Parameters:
        """Take the host of a job's attempt away; who may end the job may do that."""
        job = ending.need(self._engine.ledger, parameters["jobId"])
        authorization.require(headers, "batch:TerminateJob", job.arn)
        if not self._engine.lose_host(job):
            raise RefusalError(f"Job {parameters['jobId']} has no host now, it is {job.status}.")
        return {}


def _json(content: Parameters) -> Response:
    return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()
