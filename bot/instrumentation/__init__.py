"""What the bot reports of its work to observers such as metrics, which features need not know."""
