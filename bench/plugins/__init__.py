"""What the benchmark changes of a bank that it measures: through the door for plugins alone.

The bank itself has no setting for any of it: without this folder's distribution on its path, it
refuses the sections by name.
"""
