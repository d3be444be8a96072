"""The command line: one module for each group of subcommands, and the exit codes they share."""
