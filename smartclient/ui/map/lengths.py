"""Lengths, bearings and times of a measurement in words."""

_FOOT_M = 0.3048
_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def length_words(metres: float) -> str:
    """`84.2 m · 276 ft`, from a kilometre on `1.24 km · 0.77 mi`."""
    if metres >= 1000:
        return f"{metres / 1000:.2f} km · {metres / 1609.344:.2f} mi"
    return f"{metres:.1f} m · {metres / _FOOT_M:.0f} ft"


def short_length(metres: float) -> str:
    """`84.2 m`, `1.24 km`."""
    return f"{metres / 1000:.2f} km" if metres >= 1000 else f"{metres:.1f} m"


def bearing_words(degrees: float) -> str:
    """`132° SE`."""
    return f"{round(degrees) % 360:03d}° {_WINDS[round(degrees / 45) % 8]}"


def time_words(seconds: float) -> str:
    """`1 min 43 s`."""
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02d} s" if whole >= 60 else f"{whole} s"
