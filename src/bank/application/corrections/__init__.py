"""What staff put right in the books: reversals and manual entries."""
