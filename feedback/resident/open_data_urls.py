"""URLs under /open-data/."""

from django.urls import path

from feedback.resident import open_data

app_name = "open_data"
urlpatterns = [
    path("", open_data.index, name="index"),
    path("feedback.csv", open_data.figures_csv, name="figures_csv"),
    path("feedback-answers.csv", open_data.answers_csv, name="answers_csv"),
    path("feedback.json", open_data.figures_json, name="figures_json"),
]
