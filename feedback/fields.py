"""Model fields of the feedback module."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.enums import Aspect


class AspectListField(models.JSONField):
    """Some of the five aspects, kept in the enum's order; edited as check boxes."""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is not a list of aspects."""
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(value) <= set(Aspect.values):
            raise ValidationError(_("Choose among the aspects that are listed."))

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Return check boxes in place of JSON."""
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
