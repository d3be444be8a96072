"""`/canon add` and *Save as quote*: a member writes a proposal, previews it and submits it."""
