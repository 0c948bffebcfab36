"""What an operator can tell the program."""
