"""What moves purchases: the helper of notebooks/08_drivers.ipynb."""
