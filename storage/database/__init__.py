"""The database under the store: engine, bulk statements, schema, locks, backups."""
