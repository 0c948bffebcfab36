"""What every test may ask for: the strict messenger servers."""

pytest_plugins = ["tests.servers.fixtures"]
