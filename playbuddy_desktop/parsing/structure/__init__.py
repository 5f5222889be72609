"""The rules engine: from a Document to a Playbook."""
