"""bench.time_limits: how well time limits are found in laws, on a sample read by hand."""
