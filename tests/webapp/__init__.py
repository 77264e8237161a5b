"""Tests of pages, JSON API and command line, most of them over a small knowledge base made by hand."""
