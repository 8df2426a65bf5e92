"""The error that an operation of Batch answers with."""


class RefusalError(Exception):
    """A request that Batch refuses as `ClientException`, with the message for the caller."""

    code = "ClientException"
