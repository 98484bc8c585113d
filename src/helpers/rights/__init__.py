"""What people may ask of whoever keeps data about them: to be told, and to be forgotten.

`person` finds who is meant, `raw_records` and `made_tables` take them out of files and
tables, `search` proves it, `forgetting` does all of it in order, `telling` writes down what
is known of somebody.
"""
