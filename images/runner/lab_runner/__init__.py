"""Analyse one folder of a fan-out run: fetch it from S3, start a script, bring the results back."""

VERSION = "1.0.0"
