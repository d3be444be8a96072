"""The sources of questions (written, generated, imported), and the choice of the next one."""
