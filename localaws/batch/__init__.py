"""AWS Batch that really runs jobs, in place of ministack's, which only says that it did."""
