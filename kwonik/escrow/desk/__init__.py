"""The operator's desk (members, contracts, disputes, panel) and an adviser's own pages."""
