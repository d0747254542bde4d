"""Shows what an edit would do before it does it: backtests, drafts, trials of feeds."""
