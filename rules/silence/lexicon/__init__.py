"""Words that reports are compared by, in six languages: acts, roles, small words, numbers, dates.

Data only: `rules.silence.acts`, `words`, `figures` and `news` look words up here, and nothing here decides.
"""
