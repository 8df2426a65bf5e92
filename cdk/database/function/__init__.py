"""The program that makes users on the database server; it runs as a Lambda function in the VPC."""
