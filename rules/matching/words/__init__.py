"""Words as keys: stems, variants, misspellings, transliterations."""
