"""Configuration of Wagtail's user accounts."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's user accounts, with our own viewset."""

    user_viewset = "pages.admin.users.UserViewSet"
