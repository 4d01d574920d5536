"""Platforms' exports: how they are recognised, read and merged into the order sheet."""
