"""What a proposal is, apart from who makes or decides it: its draft, how it looks, what it
resembles, and what keeps it from being accepted.
"""
