"""Reading the file: records, rows, transfers, batches; and what is wrong with the rest."""
