"""Reads feeds and the pages behind their items, and picks the items that are about a pack."""
