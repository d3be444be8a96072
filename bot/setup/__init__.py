"""The `/setup` panel: the registry of its pages, the controls on them, and the diagnosis of what
the bot may not do. Features register a page of their own.
"""
