"""Take the host of a running job away, as EC2 does with spot instances."""

import json

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session

from localaws.errors import LocalAwsError
from localaws.instance import LocalAws

_PATH = "/v1/reclaimhost"
_OK = 200


def reclaim_host(aws: LocalAws, job_id: str) -> None:
    """Take away the host on which a job's attempt is starting or running.

    The attempt gets SIGTERM and ends without exit code, with the reason `Host EC2 (instance i-…)
    terminated.`; the job's retry strategy decides what follows.

    Args:
        aws: The embedded AWS in which the job is.
        job_id: The job, or a child of an array as `id:index`.

    Raises:
        LocalAwsError: There is no such job, or it has no host now.
    """
    environment = aws.environment()
    request = AWSRequest(
        "POST",
        environment["AWS_ENDPOINT_URL"] + _PATH,
        {"Content-Type": "application/json"},
        json.dumps({"jobId": job_id}),
    )
    keys = Credentials(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    SigV4Auth(keys, "batch", environment["AWS_REGION"]).add_auth(request)
    session = URLLib3Session(verify=environment["AWS_CA_BUNDLE"], proxies={})
    answer = session.send(request.prepare())
    if answer.status_code != _OK:
        message = json.loads(answer.content).get("message", answer.text)
        raise LocalAwsError(f"The host of job {job_id} was not taken away: {message}")
