"""The command line: transcripts (documents that are executed) and the parts of the shell."""
