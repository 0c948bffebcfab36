"""What a conversation is made of, the same on every door."""
