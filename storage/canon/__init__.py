"""The canon as a guild sees it: entries of the pack and of the guild, their history, search, and
the rotation of entries that are shown at random.
"""
