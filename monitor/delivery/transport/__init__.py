"""The sending processes: mail and Apprise, and the fork server that they are forked from.

Nothing here knows the store, the rules or the config. So a worker starts fast and holds no secret but its own
URL. `protocol` says how the daemon and a worker talk.
"""
