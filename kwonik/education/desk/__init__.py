"""The desk of education."""
