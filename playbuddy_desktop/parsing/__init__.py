"""Bytes in, Playbook out: no Qt, no SQL, no network."""
