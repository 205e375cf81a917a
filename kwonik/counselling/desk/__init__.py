"""The staff's doors of counselling."""
