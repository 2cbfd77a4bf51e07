"""The archive: nothing in it is ever overwritten, also by two runs at once."""
