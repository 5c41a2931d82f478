"""Crisis words in Swedish."""

from feedback.screening.word_lists.swedish import (
    abuse_and_honour,
    names,
    self_harm,
    suicide,
    violence,
)

# Names come first: phrases use those that are defined above them.
WORDS = "\n".join(each.WORDS for each in (names, suicide, self_harm, violence, abuse_and_honour))
