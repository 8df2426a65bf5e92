"""Who may log in: a user pool of the lab's own, or an OIDC provider that exists already."""
