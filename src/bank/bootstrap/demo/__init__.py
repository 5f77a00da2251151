"""The demo bank: invented people, their accounts, and a year of plausible history."""
