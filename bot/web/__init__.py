"""The web door: a chat in a local browser, for the demo alone. Nothing of it is reachable under `run`."""
