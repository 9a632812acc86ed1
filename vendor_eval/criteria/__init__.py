"""Criteria: what vendors are judged on, as a file consultants share."""
