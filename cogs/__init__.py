"""What Discord sees: one folder a feature, holding its pure rules and its Discord face."""
