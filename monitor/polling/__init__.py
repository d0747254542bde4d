"""Polls feeds: fetch, parse, evaluate, record; one feed after the other or many side by side.

    fetch                          Fetched | NotModified | Gone | FetchError
    -> parse                       [Entry] | ParseError
    -> store.entries.unseen        [Seen]      new entries, changed versions of known ones
    -> articles                    [Seen]      with their full text, where a feed or watch asks for it
    -> matcher.match               [Match]
    -> record: in ONE transaction, on the store's thread
         store.entries.candidates  [Candidate]
         -> stories.join           Join
         -> watches.fired, decide  [Decision]
         -> store.record           entries, matches, alert, pending deliveries
         -> store.feeds.finish     validators, pace, when it is due again

Judgement is in `rules`, SQL in `storage`. A feed's failure is a value and concerns that feed alone. This package
sends no message: it meets delivery in the store and nowhere else.
"""
