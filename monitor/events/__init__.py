"""Events of the running daemon, and who hears of them. Nothing here keeps, counts or sends anything."""
