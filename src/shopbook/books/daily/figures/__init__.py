"""The day's figures: trade, marketing, items, customers, from order lines and platforms' lists."""
