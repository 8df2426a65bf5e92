"""The errors that operations of Batch answer with."""


class RefusalError(Exception):
    """A request that Batch refuses, with the message for the caller."""

    code = "ClientException"
    status = 400


class DeniedError(RefusalError):
    """A request that IAM does not allow."""

    code = "AccessDeniedException"
    status = 403
