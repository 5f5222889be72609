"""The database's history as Alembic migrations; ``storage.migrate`` runs them."""
