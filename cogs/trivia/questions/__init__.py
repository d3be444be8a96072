"""Where questions come from: written, generated from dates and people, imported; and which one is
asked next.
"""
