"""The command: arguments in, one call, pretty output."""
