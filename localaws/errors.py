"""The one error that users of the embedded AWS see."""


class LocalAwsError(Exception):
    """Something a reader can act on: its message says what is wrong, where, and what to do."""
