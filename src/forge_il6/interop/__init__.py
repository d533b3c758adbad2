"""Formats of the world outside, each in its own file; nothing in the core knows them."""
