"""Who may do what: every role, action and state, through every door."""
