"""The Slurm cluster: ParallelCluster, what its nodes are given, and who is told of failures."""
