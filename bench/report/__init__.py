"""What is made of measurements: figures, ratios, tables, the page, comparisons."""
