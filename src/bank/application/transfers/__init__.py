"""Money moves: transfers, one or many, and cash over a till."""
