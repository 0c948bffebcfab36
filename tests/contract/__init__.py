"""Contracts: what every implementation of a port, and every test server, promises."""
