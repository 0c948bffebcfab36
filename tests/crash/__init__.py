"""The program is killed, again and again: at its commits, around its sendings, at any moment."""
