"""Outbound slips, the pick list and the hand-over lists of couriers."""
