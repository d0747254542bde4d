"""Words and addresses: tokens, markup, URLs, and how frequent a word is."""
