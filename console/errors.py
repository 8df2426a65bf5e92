"""What stops a command, said in one message."""


class ConsoleError(Exception):
    """Something outside the YAML stops the command: a tool, an account, a deployment.

    Attributes:
        exit_code: 1 for what failed, 2 for wrong usage, 130 for what the user interrupted.
    """

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code
