"""组织领导与专项整治: meetings and the campaign against problems in enforcement."""

from dashboard.ui.dataset.dataset_page import show_dataset

show_dataset("governance")
