"""Commands as text, by the types of their fields."""
