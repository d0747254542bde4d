"""What runs in the worker processes: mail and Apprise, and the process that workers are forked from.

Nothing here knows the store, the rules or the config, so that a worker starts fast and holds no secret but
its own URL. What the daemon and a worker tell each other is in `wire`.
"""
