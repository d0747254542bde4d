"""Shows what an edit would do before it does it: backtests, archives, drafts, trials of feeds."""
