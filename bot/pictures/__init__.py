"""Pictures on cards: what draws them, in a thread of their own, and keeps those drawn last."""
