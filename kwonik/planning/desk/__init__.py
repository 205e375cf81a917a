"""Staff's doors: plans by programme, targets with their achievement, stated numbers."""
