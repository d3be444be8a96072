"""Reads a guess without what says nothing of the answer: lead-ins, qualifiers, echoes."""
