"""A small archive of entries about ports, and rules that find two of its three entries."""

from __future__ import annotations

PORT_RULES = """\
version: 1
topics:
  - id: theft # a comment that stays
    terms: [container theft, "robo de contenedores"]
  - id: harbour
    terms: [harbour]
watches:
  - id: ports
    when: {any: [theft]}
    notify: [console]
...
"""
PORT_ENTRIES = [
    {"id": "1", "title": "Container theft doubles", "text": "", "published": "2023-05-01T08:00:00Z"},
    {"id": "2", "title": "Crece el robo de contenedores", "lang": "es", "published": "2023-05-02"},
    {"id": "3", "title": "Rain over the hills", "text": "No harbour in sight.", "published": "2023-05-03"},
]
