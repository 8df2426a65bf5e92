"""Dask Gateway: clusters of workers that a notebook asks for."""
