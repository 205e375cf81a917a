"""The desk of psychological counselling: an officer's courses, a counsellor's own, groups, hubs."""
