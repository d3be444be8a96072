"""What is stored about one member or guild: listed, counted, and erased."""
