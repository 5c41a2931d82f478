"""Moments and days, as ISO 8601 text."""

import datetime
from typing import Any

import graphene
from django.conf import settings
from django.utils import timezone
from graphql import GraphQLError, StringValueNode, Undefined


class DateTime(graphene.Scalar):
    """A moment; in Python an aware `datetime`."""

    class Meta:
        description = (
            "A time in ISO 8601 with its offset, such as `2026-05-11T13:30:00+02:00`. Responses "
            f"are in the time zone {settings.TIME_ZONE}. A value without an offset is read in it."
        )

    @staticmethod
    def serialize(value: datetime.datetime) -> str:
        """Return the moment in the time zone of the settings."""
        return timezone.localtime(value).isoformat()

    @staticmethod
    def parse_value(value: Any) -> datetime.datetime:
        """Return the moment in UTC, or raise a GraphQLError that says what is wrong."""
        try:
            moment = datetime.datetime.fromisoformat(value)
            if timezone.is_naive(moment):
                moment = timezone.make_aware(moment)
            return moment.astimezone(datetime.UTC)
        except (TypeError, ValueError, OverflowError):
            raise GraphQLError("DateTime is ISO 8601, such as 2026-05-11T13:30:00+02:00.") from None

    @classmethod
    def parse_literal(cls, node: Any, _variables: Any = None) -> Any:
        """Return the moment that a string literal says."""
        return cls.parse_value(node.value) if isinstance(node, StringValueNode) else Undefined


class Date(graphene.Scalar):
    """A date in ISO 8601, such as `2026-05-11`."""

    @staticmethod
    def serialize(value: datetime.date) -> str:
        """Return the day."""
        return value.isoformat()

    @staticmethod
    def parse_value(value: Any) -> datetime.date:
        """Return the day, or raise a GraphQLError that says what is wrong."""
        try:
            return datetime.date.fromisoformat(value)
        except (TypeError, ValueError):
            raise GraphQLError("Date is ISO 8601, such as 2026-05-11.") from None

    @classmethod
    def parse_literal(cls, node: Any, _variables: Any = None) -> Any:
        """Return the day that a string literal says."""
        return cls.parse_value(node.value) if isinstance(node, StringValueNode) else Undefined
