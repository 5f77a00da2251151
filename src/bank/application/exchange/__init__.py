"""Money of one currency becomes money of another: rates, quotes and exchanges."""
