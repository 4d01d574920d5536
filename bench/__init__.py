"""How fast shopbook is beside other tools, on the machine that asks: ``python -m bench``."""
