"""Polls feeds: fetch, parse, evaluate, record; one feed after the other or many side by side.

    fetch                          Fetched | NotModified | Gone | FetchError
    -> parse                       [Entry] | ParseError
    -> store.entries.unseen        [Seen]      new entries, changed versions of known ones
    -> articles                    [Seen]      with their full text, where it is asked for
    -> matcher.match               [Match]
    -> record: in ONE transaction, on the writer's thread
         store.entries.candidates  [Candidate]
         -> stories.join           Join
         -> watches.fired, decide  [Decision]
         -> store.record           entries, matches, alert, pending deliveries
         -> store.feeds.finish     validators, pace, when it is due again

Judgement is in `rules`, SQL in `storage`. The failure of a feed is a value and ends with that feed.
"""
