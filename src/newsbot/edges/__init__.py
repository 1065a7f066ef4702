"""The world: network, files, databases and processes are touched in this folder and nowhere else."""
