"""Which pages a reader may see, in one place."""

from wagtail.models import PageManager, PageQuerySet


class ContentPageQuerySet(PageQuerySet):
    """Pages, narrowed by words that the API uses."""

    def visible(self) -> "ContentPageQuerySet":
        """Return live pages that no view restriction, their own or an ancestor's, covers."""
        return self.live().public().filter(expired=False)


ContentPageManager = PageManager.from_queryset(ContentPageQuerySet)
