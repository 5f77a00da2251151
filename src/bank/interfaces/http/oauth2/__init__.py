"""The OAuth 2 face of the bank: its endpoints speak that standard's forms and errors."""
