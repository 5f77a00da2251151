"""The local key service: keys in one encrypted file of the bank's own folder."""
