"""How long to wait before trying again: longer each time, and never all clients at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Doubles from `first_s` up to `largest_s`; the drawn part spreads clients that lost the same server."""

    first_s: float = 1.0
    largest_s: float = 30.0

    def wait_s(self, failures: int, chance: float) -> float:
        """Seconds to wait after so many failures in a row (1 or more); `chance` 0…1 picks from the upper half of the span."""
        doublings = min(max(failures, 1) - 1, 60)
        span_s = min(self.largest_s, self.first_s * 2.0**doublings)
        return span_s * (0.5 + 0.5 * chance)
