"""Staff's doors: pledges and their rates, the parts of a card, what happens to a pledge, the panel."""
