"""Runs the application, once or until it is stopped. Owns the threads, tasks, processes and signals."""
