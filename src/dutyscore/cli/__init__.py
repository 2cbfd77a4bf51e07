"""The only hands: arguments, files, clock, environment, terminal, exit codes."""
