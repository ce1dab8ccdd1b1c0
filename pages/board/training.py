"""学法培训: study, training and examinations."""

from dashboard.ui.dataset.dataset_page import show_dataset

show_dataset("training")
