"""Runs the application, once or for ever. Owns the threads, tasks, processes and signals."""
