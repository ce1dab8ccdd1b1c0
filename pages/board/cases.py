"""执法案件: cases, reviews, and what is published of them."""

from dashboard.ui.dataset.dataset_page import show_dataset

show_dataset("cases")
