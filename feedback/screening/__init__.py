"""Pure rules: personal data and crisis words in a comment. No models, no Wagtail, no I/O."""
