"""信访: letters, visits and online petitions, and whether they are closed in time."""

from dashboard.ui.dataset.dataset_page import show_dataset

show_dataset("petitions")
