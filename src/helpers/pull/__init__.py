"""Sources from an API: what a company declares in pull.toml comes into data/raw as deliveries.

This part runs in an environment of its own (.venv-pull), because dlt cannot live beside the
libraries of the notebooks; nothing else imports it.
"""
