"""The HTML pages for residents; they work without JavaScript and cookies."""
