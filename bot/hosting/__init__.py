"""Where the bot keeps its files, and whether they outlive the process that writes them."""
