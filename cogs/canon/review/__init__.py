"""`/canon review`: a reviewer approves, edits or declines proposals and settles reports."""
