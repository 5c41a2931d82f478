"""The worker that goes on after an outage of the database; an app, for its command's name."""
