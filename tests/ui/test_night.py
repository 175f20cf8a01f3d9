"""Night colours: a third of the light, words legible, reds apart from text."""

import pytest
from PySide6.QtGui import QColor

from smartclient.ui.theme import Theme, Tone, dark, night

pytestmark = pytest.mark.usefixtures("qapp")


def light_of(color: QColor) -> float:
    """Relative luminance (WCAG 2.1), 0…1."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(theme: Theme, one: Tone, other: Tone) -> float:
    low, high = sorted(light_of(theme.color(tone)) for tone in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_text_and_grounds_have_a_third_of_the_light() -> None:
    for tone in (Tone.TEXT, Tone.PANEL, Tone.GROUND, Tone.ROOM, Tone.ALARM_MEDIUM):
        assert light_of(night().color(tone)) == pytest.approx(light_of(dark().color(tone)) / 3, rel=0.15)


@pytest.mark.parametrize("ground", [Tone.GROUND, Tone.PANEL])
def test_words_and_signs_can_be_read(ground: Tone) -> None:
    for tone in (Tone.TEXT, Tone.TEXT_DIM):
        assert contrast(night(), tone, ground) >= 4.5
    for tone in (Tone.ALARM_HIGH, Tone.ALARM_MEDIUM, Tone.ALARM_LOW, Tone.STALE, Tone.ACCENT, Tone.WALL, Tone.DRILL):
        assert contrast(night(), tone, ground) >= 3


def test_reds_stay_red_beside_text() -> None:
    red = night().color(Tone.ALARM_HIGH)
    assert red.saturationF() > 0.75
    assert contrast(night(), Tone.TEXT, Tone.ALARM_HIGH) >= 1.5
