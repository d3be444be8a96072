"""`/review history`, `mine`, `edit` and `retract`: the audit log, edits and retractions."""
