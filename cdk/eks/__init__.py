"""The Kubernetes cluster: control plane, access, machines, add-ons."""
