"""Tests of the folder assistant."""
