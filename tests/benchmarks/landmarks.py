"""What the measurements look for in the content that `content.py` makes."""

# The group of the demo whose meetings are half of all events.
LARGE_GROUP = "gemensam-utvecklingsgrupp"
# The demo has fewer than a hundred events; those that are made have the numbers from there on.
FIRST_SEARCHED = 100
FIRST_SLUG = f"moete-{FIRST_SEARCHED}"
# Words that no other text has: in five events however many there are, in half, in two thirds.
RARE_WORD, COMMON_WORD, SECOND_COMMON_WORD = "lupinfält", "samverkan", "tillgänglighet"
RARE_EVENTS = 5
