"""`/review export` and `import`: a guild's own entries as one TOML file."""
