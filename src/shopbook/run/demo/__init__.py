"""The sample shop: a month of an order desk, a warehouse, a daily desk and an appraisal, made from ``examples/`` and from a seed."""

from shopbook.run.demo.running import run_demo
from shopbook.run.demo.shop import A_DAY, NOW, SEED, SampleShop

__all__ = ["A_DAY", "NOW", "SEED", "SampleShop", "run_demo"]
