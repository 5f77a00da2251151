"""The pipeline: one declaration on a use case, one way to run it."""
