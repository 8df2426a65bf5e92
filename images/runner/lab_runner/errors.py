"""What ends an attempt early, each with the exit status that AWS Batch sees."""

REFUSED = 96
TERMINATED = 143


class FailureError(Exception):
    """An attempt failed in a way that a larger machine or another host may cure."""

    def __init__(self, reason: str, status: int = 1) -> None:
        super().__init__(reason)
        self.status = status


class RefusalError(FailureError):
    """The runner refuses: neither more memory nor another host would help."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, REFUSED)


class TerminatedError(BaseException):
    """SIGTERM arrived. No `Exception`, so that nothing on the way takes it for a failed request."""

    status = TERMINATED

    def __str__(self) -> str:
        return (
            "the job was stopped (SIGTERM): its machine was reclaimed, its time was over,"
            " or somebody terminated it"
        )
