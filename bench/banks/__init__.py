"""The banks that are measured: made, filled, served, asked and proved."""
