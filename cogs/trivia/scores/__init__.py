"""The leaderboard and a member's statistics."""
