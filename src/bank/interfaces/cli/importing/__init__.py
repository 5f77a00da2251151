"""``bank import``: a client of the bank that posts a file of transfers, each line exactly once."""
