"""bench: measures the product on real texts. Nothing imports it.

`python -m bench.speed` times everything; `bench.paths` holds annotated files against the clause trees; `bench.laws`
parses a large collection of laws. Add a measurement as a module with a `main`.
"""
