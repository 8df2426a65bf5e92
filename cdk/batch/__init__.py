"""AWS Batch: compute environments, queues, job definitions, and the machines they may start."""
