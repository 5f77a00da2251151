"""The books as auditors read them: entries, accounts, trial balance, and their proof."""
