"""What the platform tells everything that is not part of its own stacks."""

from pydantic import BaseModel, ConfigDict, Field


class Facts(BaseModel):
    """Values that the foundation publishes and others read, each under its own SSM parameter.

    A fact says what something is, not who uses it. `None` means that the lab has none. The
    docstring of a field becomes the description of its parameter; its example stands in for the
    value where there is no deployment, as in `lab render`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    data_key_arn: str | None = Field(
        None,
        examples=["arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"],
    )
    """ARN of the KMS key that encrypts the lab's data at rest."""
    raw_bucket_name: str | None = Field(None, examples=["demo-dev-raw"])
    """Name of the bucket for what instruments and sequencers deliver."""
    scratch_bucket_name: str | None = Field(None, examples=["demo-dev-scratch"])
    """Name of the bucket for intermediate files, which expire."""
    results_bucket_name: str | None = Field(None, examples=["demo-dev-results"])
    """Name of the bucket for what analyses produce and people read."""
    archive_bucket_name: str | None = Field(None, examples=["demo-dev-archive"])
    """Name of the bucket for what must be kept and is hardly ever read."""
    file_system_id: str | None = Field(None, examples=["fs-0a1b2c3d4e5f67890"])
    """Id of the shared EFS file system."""
    batch_queue_arn: str | None = Field(
        None, examples=["arn:aws:batch:us-east-1:111122223333:job-queue/Spot-a1b2c3"]
    )
    """ARN of the job queue on spot, with on-demand behind it."""
    batch_on_demand_queue_arn: str | None = Field(
        None, examples=["arn:aws:batch:us-east-1:111122223333:job-queue/OnDemand-a1b2c3"]
    )
    """ARN of the job queue for what cannot be done on spot."""
    batch_gpu_queue_arn: str | None = Field(
        None, examples=["arn:aws:batch:us-east-1:111122223333:job-queue/Gpu-a1b2c3"]
    )
    """ARN of the job queue of machines with GPUs, on spot with on-demand behind it."""
    batch_gpu_on_demand_queue_arn: str | None = Field(
        None, examples=["arn:aws:batch:us-east-1:111122223333:job-queue/GpuOnDemand-a1b2c3"]
    )
    """ARN of the job queue of machines with GPUs for what cannot be done on spot."""
    eks_cluster_name: str | None = Field(None, examples=["demo-dev"])
    """Name of the Kubernetes cluster."""
    jupyterhub_database_secret_arn: str | None = Field(
        None,
        examples=["arn:aws:secretsmanager:us-east-1:111122223333:secret:JupyterhubDatabase-a1b2c3"],
    )
    """ARN of the secret with JupyterHub's user and password on the PostgreSQL server."""
    airflow_database_secret_arn: str | None = Field(
        None,
        examples=["arn:aws:secretsmanager:us-east-1:111122223333:secret:AirflowDatabase-a1b2c3"],
    )
    """ARN of the secret with Airflow's user and password on the PostgreSQL server."""
    user_pool_id: str | None = Field(None, examples=["us-east-1_a1B2c3D4e"])
    """Id of the lab's own Cognito user pool."""
    login_issuer_url: str | None = Field(
        None, examples=["https://cognito-idp.us-east-1.amazonaws.com/us-east-1_a1B2c3D4e"]
    )
    """Address that names the OIDC provider of the lab's people."""
    login_authorize_url: str | None = Field(
        None,
        examples=[
            "https://demo-dev-111122223333.auth.us-east-1.amazoncognito.com/oauth2/authorize"
        ],
    )
    """Where a browser is sent to log in."""
    login_token_url: str | None = Field(
        None,
        examples=["https://demo-dev-111122223333.auth.us-east-1.amazoncognito.com/oauth2/token"],
    )
    """Where a program turns a login into tokens."""
    jupyterhub_login_secret_arn: str | None = Field(
        None,
        examples=["arn:aws:secretsmanager:us-east-1:111122223333:secret:JupyterhubLogin-a1b2c3"],
    )
    """ARN of the secret with the OIDC client of JupyterHub."""
    airflow_login_secret_arn: str | None = Field(
        None, examples=["arn:aws:secretsmanager:us-east-1:111122223333:secret:AirflowLogin-a1b2c3"]
    )
    """ARN of the secret with the OIDC client of Airflow."""
    apps_login_secret_arn: str | None = Field(
        None, examples=["arn:aws:secretsmanager:us-east-1:111122223333:secret:AppsLogin-a1b2c3"]
    )
    """ARN of the secret with the OIDC client of the web apps."""

    slurm_login_secret_arn: str | None = Field(
        None, examples=["arn:aws:secretsmanager:us-east-1:111122223333:secret:SlurmLogin-a1b2c3"]
    )
    """ARN of the secret with the OIDC client of the Slurm cluster's JupyterHub."""
    slurm_cluster_name: str | None = Field(None, examples=["demo-dev"])
    """Name of the Slurm cluster, as ParallelCluster's tags have it."""
    slurm_head_node_id: str | None = Field(None, examples=["i-0a1b2c3d4e5f67890"])
    """Instance id of the node that Slurm's controller runs on."""
    slurm_hub_url: str | None = Field(None, examples=["https://slurm.lab.example.org"])
    """Where a browser finds the cluster's JupyterHub."""

    def known(self) -> dict[str, str]:
        """Return the facts that the lab has, by name."""
        return {name: value for name, value in self if value is not None}

    def need(self, name: str) -> str:
        """Return a fact that must be there.

        Raises:
            ValueError: if the lab has none, or it was not read.
        """
        if (value := self.known().get(name)) is None:
            raise ValueError(f"the fact {name} is needed and was not read: name it in the stack")
        return value

    @classmethod
    def description(cls, name: str) -> str:
        """Return what a fact is, in one sentence.

        Raises:
            KeyError: if there is no such fact.
        """
        return cls.model_fields[name].description or ""

    @classmethod
    def example(cls) -> "Facts":
        """Return facts as a deployed lab could have them: every one is there."""
        examples = {name: field.examples for name, field in cls.model_fields.items()}
        return cls(**{name: values[0] for name, values in examples.items() if values})
