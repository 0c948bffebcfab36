"""Documents made by the programs' own writers, whole and broken, for the tests that read them."""
