"""What submitting and reviewing share: drafts, previews, similar entries, checks and approval."""
