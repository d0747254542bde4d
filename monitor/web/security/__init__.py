"""Who may ask, and who may change something: decided before any handler runs. It knows no page and no store."""
