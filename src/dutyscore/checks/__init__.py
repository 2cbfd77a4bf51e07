"""What can be wrong without being illegal: one file each, for rulebooks and for logs."""
