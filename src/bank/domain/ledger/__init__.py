"""Double entry: ledger accounts, journal entries, and the decision that joins them."""
