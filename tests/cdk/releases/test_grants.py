"""What grants allow."""

from typing import Any, get_args

import pytest

from cdk.facts import Facts
from cdk.releases.grants import GRANTS, Grant, GrantScope

BUCKET = "arn:aws:s3:::demo-dev-"
PROJECTS = "arn:aws:ssm:us-east-1:111122223333:parameter/lab/demo/dev/projects"


def statements(grant: Grant, **scope: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401
    """Return the statements of a grant in an example lab, by their Sid."""
    given = {"facts": Facts.example(), "secret_arns": ("arn:one", "arn:two"), **scope}
    lab = GrantScope(
        lab="demo", env="dev", partition="aws", region="us-east-1", account="111122223333", **given
    )
    return {each["Sid"]: each for each in GRANTS[grant].statements(lab)}


def test_every_grant_has_a_rule() -> None:
    """What a release may name is what there is."""
    assert set(GRANTS) == set(get_args(Grant))


def test_secrets_are_those_of_the_releases_and_no_other() -> None:
    """Each secret by its ARN; of parameters, who owns projects."""
    found = statements("read_secrets")
    assert found["ReadSecretsOfReleases"]["Resource"] == ["arn:one", "arn:two"]
    assert found["ReadWhoOwnsProjects"]["Resource"] == [PROJECTS, f"{PROJECTS}/*"]
    actions = {action for each in found.values() for action in each["Action"]}
    assert not {action for action in actions if ":Put" in action or "*" in action}


def test_secrets_can_be_decrypted_through_their_service_alone() -> None:
    """Those of the database and the login are encrypted with the lab's own key."""
    found = statements("read_secrets")["UseLabKey"]
    assert (found["Action"], found["Resource"]) == (["kms:Decrypt"], [Facts.example().data_key_arn])
    service = {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}
    assert found["Condition"] == {"StringEquals": service}


def test_without_secrets_none_may_be_read() -> None:
    """IAM refuses a statement without a resource."""
    assert list(statements("read_secrets", secret_arns=())) == ["ReadWhoOwnsProjects"]


def test_logs_are_written_below_their_own_prefix() -> None:
    """Other objects of the scratch bucket stay closed, and nothing is deleted."""
    found = statements("airflow_logs")
    assert found["ReadAndWriteLogs"]["Resource"] == [f"{BUCKET}scratch/airflow/*"]
    assert found["ReadAndWriteLogs"]["Action"] == ["s3:GetObject", "s3:PutObject"]


def test_a_log_that_is_not_there_yet_is_not_found_instead_of_denied() -> None:
    """S3 says 404 to whom may list the bucket without a condition, and Airflow relies on it."""
    assert "Condition" not in statements("airflow_logs")["ListLogs"]


def test_results_are_read_only() -> None:
    """Listing and reading, with a key that S3 alone may use."""
    found = statements("read_results")
    assert found["ReadResults"]["Action"] == ["s3:GetObject"]
    assert found["UseLabKey"]["Action"] == ["kms:Decrypt"]
    assert found["UseLabKey"]["Condition"] == {
        "StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}
    }


@pytest.mark.parametrize("grant", list(GRANTS))
def test_grant_names_the_facts_that_it_is_made_of(grant: Grant) -> None:
    """With them alone its statements can be made; without one of them they cannot."""
    needs = GRANTS[grant].needs
    assert statements(grant, facts=Facts(**dict.fromkeys(needs, "x")))
    for missing in needs:
        facts = Facts(**{name: "x" for name in needs if name != missing})
        with pytest.raises(ValueError, match=missing):
            statements(grant, facts=facts)
