"""Integration: several layers together over a real database file; only the network's edge is played."""
