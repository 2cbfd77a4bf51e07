"""What can be wrong without being illegal: one file for each thing, explicit lists in `rulebook` and `log`."""
