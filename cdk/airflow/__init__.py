"""Airflow: scheduled pipelines, each task in a pod of its own."""
