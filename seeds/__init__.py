"""Ground floor: what is true. Packs of TOML, their schema, the loader and the checks."""
