"""Cards, components, replies and formatted dates that all features share."""
