"""What Batch keeps besides jobs: environments, queues, definitions and policies."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region

from localaws.batch import arns
from localaws.batch.refusal import RefusalError

Record = dict[str, Any]

ENVIRONMENT, QUEUE, POLICY, DEFINITION = (
    "compute-environment",
    "job-queue",
    "scheduling-policy",
    "job-definition",
)
KINDS = (ENVIRONMENT, QUEUE, POLICY, DEFINITION)


class Store:
    """Records by kind and name, apart for each account and region."""

    def __init__(self) -> None:
        # Definitions are the one kind with several records of a name: its revisions.
        self._records: dict[str, Any] = {kind: AccountRegionScopedDict() for kind in KINDS}

    def arn(self, kind: str, name: str) -> str:
        """Return the ARN of a resource of the caller's."""
        return arns.make(get_account_id(), get_region(), kind, name)

    def of(self, kind: str) -> Any:  # noqa: ANN401 - a dictionary of ministack's, without types
        """Return the caller's records of a kind by name."""
        return self._records[kind]

    def find(self, kind: str, reference: str) -> Record | None:
        """Return a record by its name or ARN."""
        if reference.startswith("arn:") and reference != self.arn(kind, arns.name_of(reference)):
            return None
        record: Record | None = self._records[kind].get(arns.name_of(reference))
        return record

    def need(self, kind: str, reference: str, message: str) -> Record:
        """Return a record by its name or ARN.

        Args:
            kind: What it is.
            reference: Its name or ARN.
            message: What to say when there is none.

        Raises:
            RefusalError: There is none.
        """
        record = self.find(kind, reference)
        if record is None:
            raise RefusalError(message)
        return record

    def pick(self, kind: str, references: Sequence[str]) -> list[Record]:
        """Return the records that are named and exist, or all when none is named."""
        if not references:
            return list(self._records[kind].values())
        found = [self.find(kind, reference) for reference in references]
        return [record for record in found if record is not None]

    def by_arn(self, kind: str, arn: str) -> Record | None:
        """Return a record of any account, for work outside requests."""
        account, region = arns.scope_of(arn)
        records = self._records[kind]
        record: Record | None = records.get_scoped(account, region, arns.name_of(arn))
        return record

    def clear(self) -> None:
        """Forget everything."""
        for records in self._records.values():
            records.clear()

    def state(self) -> Mapping[str, Any]:
        """Return a copy of everything, for `restore`."""
        return copy.deepcopy(self._records)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take over what `state` returned."""
        for kind in KINDS:
            self._records[kind].clear()
            self._records[kind].update(state[kind])


class StoredResources:
    """The store as the scheduler asks about it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def queue(self, arn: str) -> Record | None:
        """Return a queue."""
        return self._store.by_arn(QUEUE, arn)

    def environments(self, queue: Mapping[str, Any]) -> list[Record]:
        """Return a queue's compute environments in their order, disabled ones left out."""
        order = sorted(queue.get("computeEnvironmentOrder", []), key=lambda item: item["order"])
        found = [self._store.by_arn(ENVIRONMENT, item["computeEnvironment"]) for item in order]
        return [e for e in found if e is not None and e["state"] == "ENABLED"]

    def policy(self, queue: Mapping[str, Any]) -> Record | None:
        """Return a queue's scheduling policy, if it has one."""
        arn = queue.get("schedulingPolicyArn")
        return self._store.by_arn(POLICY, arn) if arn else None
