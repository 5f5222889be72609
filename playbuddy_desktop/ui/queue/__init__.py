"""The queue panel: where scripts are dropped and their imports are watched."""
