"""The way in: one load balancer with TLS for every application."""
