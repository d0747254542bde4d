"""Replays of history: those that are kept between runs, and the comparison of two of them."""
