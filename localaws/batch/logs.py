"""CloudWatch Logs as the log driver of a container reaches it: not through the gateway.

A request through the gateway costs this process about 3 ms, and a short job would spend more on
its log than on anything else. The service behind it is the same; no policy is asked, as the driver
has the rights of its host and not those of the job.
"""

import json
from typing import Any

from ministack import app
from ministack.services import cloudwatch_logs

from localaws.batch.log_stream import LogsError

_TARGET = "Logs_20140328"
_OK = 200


class Logs:
    """Operations of CloudWatch Logs, in the account and region of the thread's request scope."""

    def call(self, operation: str, **parameters: Any) -> None:  # noqa: ANN401
        """Carry out an operation on the gateway's loop, and wait for it on this thread.

        Raises:
            LogsError: The service refused it.
        """
        headers = {"x-amz-target": f"{_TARGET}.{operation}"}
        body = json.dumps(parameters).encode()
        status, _, content = app.call_service_handler_sync(
            cloudwatch_logs.handle_request, "POST", "/", headers, body, {}
        )
        if status != _OK:
            error = json.loads(content)
            raise LogsError(error["__type"], error["message"])
