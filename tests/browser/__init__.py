"""A real browser against a real server over the shipped documents."""
