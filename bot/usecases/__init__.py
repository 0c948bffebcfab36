"""What people can do: a function opens one transaction, checks the right, changes, commits."""
