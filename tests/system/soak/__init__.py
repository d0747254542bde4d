"""A soak: a daemon under every kind of trouble at once, whose ledgers must agree in the end."""
