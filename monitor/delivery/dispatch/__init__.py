"""Decides whether a delivery of an alert goes out now, waits, or joins others in one message. Drops none, sends none."""
