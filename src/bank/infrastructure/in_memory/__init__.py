"""The bank without a database: every port in memory, under the contracts of the SQL adapters."""
