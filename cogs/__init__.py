"""The features: one folder each, with its commands, cards, buttons and rules."""
