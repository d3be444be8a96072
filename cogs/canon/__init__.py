"""`/canon`: what members add to the canon, and who decides about it."""
