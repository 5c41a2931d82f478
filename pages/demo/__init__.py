"""The demo content: what `manage.py load_demo_content` puts into an empty site."""
