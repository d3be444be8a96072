"""Writes the log, finds in it what members were given a code for, and reports errors elsewhere."""
