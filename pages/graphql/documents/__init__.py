"""Content inside pages: blocks, rich text, embeds, images and documents."""
