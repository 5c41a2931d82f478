"""Demo content, loaded into an empty site by `manage.py load_demo_content`."""
