"""Shows what one edit does to the alerts of a store: about, at once, and exactly, in a process that can be killed."""
