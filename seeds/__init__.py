"""The content: packs of TOML, their schema, the loader, the checks and answer matching."""
