"""The doors of relief work: staff's, and the advocates' own."""
