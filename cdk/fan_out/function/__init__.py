"""The Lambda function that sums up a fan-out, with the standard library and boto3."""
