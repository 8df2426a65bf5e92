"""`Batch Job State Change` events on the default bus of EventBridge."""

# ruff: noqa: SLF001 - ministack has no public way to extend it

import json
import logging
import queue
import threading
import time
import uuid
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import eventbridge

from localaws.batch.describing import detail
from localaws.batch.job import Job

logger = logging.getLogger("localaws.batch.events")

DETAIL_TYPE = "Batch Job State Change"


class Events:
    """One thread that tells EventBridge what happens, so that no target holds a job up.

    PutEvents refuses sources of AWS to callers, here as there, so this calls what is behind it.
    ministack keeps every event that it was ever put; these are not kept, there may be thousands.
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def publish(self, job: Job) -> None:
        """Tell the present status of a job, if any rule could look at it.

        https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html
        """
        if job.index is not None and job.status in ("SUBMITTED", "RUNNABLE") and not job.attempts:
            return
        s = job.submission
        if not any(eventbridge._rules.values_scoped(s.account, s.region)):
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True, name="batch-events")
            self._thread.start()
        self._queue.put(
            {
                "EventId": str(uuid.uuid4()),
                "Source": "aws.batch",
                "DetailType": DETAIL_TYPE,
                "Detail": json.dumps(detail(job)),
                "EventBusName": "default",
                "Time": int(time.time()),
                "Resources": [job.arn],
                "Account": s.account,
                "Region": s.region,
            }
        )

    def _run(self) -> None:
        """Tell one event after the other."""
        while True:
            event = self._queue.get()
            try:
                with request_scope(event["Account"], event["Region"]):
                    view = eventbridge._pattern_event_view(event)
                    eventbridge._dispatch_event(event, view)
                    eventbridge._archive_event(event, view)
            except Exception:
                logger.exception("Event about %s was not delivered", event["Resources"][0])
