"""What members do: one step, one page, one thumb. Each door finds the member's own rows by the account."""
