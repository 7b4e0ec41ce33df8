"""Values become files or screen text; writers know values and nothing else."""
