"""普法宣传: campaigns, leaflets and talks."""

from dashboard.ui.dataset.dataset_page import show_dataset

show_dataset("publicity")
