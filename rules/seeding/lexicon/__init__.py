"""Words by which drafting knows names and topics: data of its own, in many languages. It must not read documents."""
