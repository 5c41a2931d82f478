"""Model fields of the feedback module."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from feedback.enums import Aspect


def month_name(month: datetime.date) -> str:
    """Return a month in words, such as “april 2026”, in the active language."""
    return formats.date_format(month, "F Y")


class MonthField(models.DateField):
    """A month, stored as its first day; accepts any day of it."""

    # Read by the demo loader, which must not shift the first day into the previous month.
    precision = "month"

    def to_python(self, value: Any) -> datetime.date | None:
        """Return the first day of the month of `value`."""
        day = super().to_python(value)
        return None if day is None else day.replace(day=1)

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime.date | None:
        """Return the first day of the month, and set it on the instance."""
        month = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, month)
        return month


class AspectListField(models.JSONField):
    """A list of aspects in the order of the enum, edited as check boxes."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Raise `ValidationError` for anything but a list of aspects."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(value) <= set(Aspect.values):
            raise ValidationError(_("Choose among the aspects that are listed."))

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return a field of check boxes."""
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        kwargs.pop("form_class", None)
        kwargs.pop("choices_form_class", None)
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            choices=Aspect.choices,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            **kwargs,
        )
