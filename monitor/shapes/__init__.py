"""The shapes in which commands with --json and the API show alike what the store holds. They print and decide nothing."""
