"""Planovyk: the async core and its doors."""
