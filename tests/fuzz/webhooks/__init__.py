"""Calls of the webhooks broken at random, many of them: none may end in a fault, none may write what it must not."""
