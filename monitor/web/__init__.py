"""The page: shows in a browser what the watch knows, and takes verdicts and mutes. It never polls, matches or sends.

Everything is read and rendered on threads with store connections of their own; the event loop only passes it on. The
rules in force are the daemon's. This package is imported only where `[web] listen` asks for it.
"""
