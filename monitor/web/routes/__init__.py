"""Routes of the page by subject; each declares the role that it needs."""
