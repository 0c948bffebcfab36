from tests.e2e.chromium import browser

__all__ = ["browser"]
