"""The machine's clock and its source of identifiers: the only place that reads either."""
