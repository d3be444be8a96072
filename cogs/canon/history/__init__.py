"""`/canon history`, `mine` and `retract`: who changed what, and taking it back."""
