"""Pure rules: letters, questions, pictures and sounds of a CAPTCHA. No models, no Wagtail."""
