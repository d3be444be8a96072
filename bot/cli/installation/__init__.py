"""The command `init`: the settings that a new bot needs, checked and written."""
