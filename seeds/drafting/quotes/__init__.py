"""Finds the spoken words in an article and who said them."""
