"""`/review next`: a reviewer approves, edits or declines proposals and settles reports."""
