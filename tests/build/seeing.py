"""What colours become for those who do not see them all, and on grey paper; how far apart they still are."""

import numpy as np
import numpy.typing as npt

Light = npt.NDArray[np.float64]
"""Linear red, green and blue, 0 to 1."""

EYES: dict[str, Light] = {
    "normal": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}
"""Machado, Oliveira and Fernandes, A Physiologically-based Model for Simulation of Color Vision Deficiency (2009), at full severity."""

_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE_POINT = np.array([0.9505, 1.0, 1.089])


def light(colour: str) -> Light:
    """Of a colour written ``#RRGGBB``."""
    shares = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it, 0 to 1."""
    return float(_TO_XYZ[1] @ light(colour))


def contrast(one: str, other: str) -> float:
    """Between two colours as WCAG 2 defines it, 1 to 21."""
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


def brightness(colour: str) -> float:
    """What is left of a colour on grey paper: CIE L*, 0 black to 100 white."""
    return float(_lab(light(colour))[0])


def distance(one: str, other: str, eyes: str) -> float:
    """How far apart two colours look (CIE 1976 ΔE; 2.3 is just noticed side by side)."""
    seen = [_lab(np.clip(EYES[eyes] @ light(colour), 0, 1)) for colour in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def _lab(seen: Light) -> Light:
    share = _TO_XYZ @ seen / _WHITE_POINT
    curve = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    return np.array([116 * curve[1] - 16, 500 * (curve[0] - curve[1]), 200 * (curve[1] - curve[2])])
