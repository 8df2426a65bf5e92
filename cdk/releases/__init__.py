"""Helm releases as data: a folder of `helm-values/` each, run by helm inside CloudFormation."""
