"""Where bytes and rows live: the database, its migrations and the source store."""
