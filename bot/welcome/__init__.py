"""What a server and its members are shown first: a tour, a quick setup, and the first commands."""
