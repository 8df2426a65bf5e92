"""What an attempt was given and what it used, for choosing sizes and for costs."""

import resource
from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Resources:
    """Figures of one attempt; what did not come about stays 0.

    Args:
        vcpus: Given to the job.
        memory_mib: Given to the job.
        seconds: The script, from start to end.
        user_seconds: CPU time of the script and of all processes that it waited for.
        system_seconds: The same in the kernel.
        max_rss_mib: The largest of these processes; never less than the runner, which forked it.
        input_files: Downloaded.
        input_bytes: Downloaded.
        download_seconds: For the input.
        output_files: Results, or what a failed attempt left.
        output_bytes: Of these.
        upload_seconds: For the results.
    """

    vcpus: int
    memory_mib: int
    seconds: float = 0.0
    user_seconds: float = 0.0
    system_seconds: float = 0.0
    max_rss_mib: float = 0.0
    input_files: int = 0
    input_bytes: int = 0
    download_seconds: float = 0.0
    output_files: int = 0
    output_bytes: int = 0
    upload_seconds: float = 0.0

    def measure_script(self) -> None:
        """Take down what the kernel counted for the script, the only child that is waited for."""
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.user_seconds = usage.ru_utime
        self.system_seconds = usage.ru_stime
        self.max_rss_mib = usage.ru_maxrss / 1024

    def as_json(self) -> dict[str, Any]:
        """Return the figures for a JSON file, rounded to milliseconds."""
        return {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }
