"""The durable queue of imports and the workers that empty it."""
