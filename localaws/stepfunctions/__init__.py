"""What ministack's Step Functions lacks for running many Batch jobs from one state machine."""
