"""学法培训: study, training and examinations."""

from dashboard.ui.dataset_page import show_dataset

show_dataset("training")
