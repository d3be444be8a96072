"""Small pictures of stages and certainties, which cards show as emoji of the application."""
