"""The content of a page: blocks, rich text, embeds, images and documents."""
