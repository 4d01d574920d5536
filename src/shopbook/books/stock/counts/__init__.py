"""The stocktake: plans, blind sheets, what was counted, differences and what is posted of them."""
