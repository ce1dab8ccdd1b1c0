"""12345热线: tickets, how they are closed, and what people say."""

from dashboard.ui.dataset.dataset_page import show_dataset

show_dataset("hotline")
