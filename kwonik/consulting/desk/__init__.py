"""The desk of consulting."""
