"""Colours by meaning, type steps and the style sheet: the only place that knows what a colour looks like."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

from smartclient.domain.alarms import Priority
from smartclient.runtime import paths


class Tone(StrEnum):
    """A meaning that has a colour. State is never told by colour alone: each has a shape or a word beside it."""

    GROUND = "ground"
    PANEL = "panel"
    RAISED = "raised"
    LINE = "line"
    ROOM = "room"
    CORRIDOR = "corridor"
    WALL = "wall"
    GLASS = "glass"
    RESTROOM = "restroom"
    STAIRS = "stairs"
    SERVICE = "service"
    FIXTURE = "fixture"
    TEXT = "text"
    TEXT_DIM = "text.dim"
    ACCENT = "accent"
    ON_ACCENT = "on.accent"
    ALARM_HIGH = "alarm.high"
    ALARM_MEDIUM = "alarm.medium"
    ALARM_LOW = "alarm.low"
    DOOR_UNLOCKED = "door.unlocked"
    STALE = "stale"
    GRID = "grid"
    PIN = "pin"
    PIN_GLYPH = "pin.glyph"
    PIN_EDGE = "pin.edge"
    PIN_UNLOCKED = "pin.unlocked"
    GRASS = "grass"
    WOOD = "wood"
    WATER = "water"
    PAVED = "paved"
    ROAD = "road"
    ROAD_EDGE = "road.edge"
    FIELD = "field"
    FIELD_LINE = "field.line"
    FOOTPRINT = "footprint"
    FIXTURE_EDGE = "fixture.edge"
    SETTLED = "settled"
    PATH = "path"
    CAMPUS = "campus"
    CAMPUS_EDGE = "campus.edge"
    FOOTPRINT_EDGE = "footprint.edge"
    WATER_TEXT = "water.text"
    DRILL = "drill"
    RECORDED = "recorded"
    MOTION = "motion"
    COVERED = "covered"
    HOLD = "response.hold"
    SECURE = "response.secure"
    LOCKDOWN = "response.lockdown"
    EVACUATE = "response.evacuate"
    SHELTER = "response.shelter"
    CLEARED = "cleared"
    DANGER = "danger"
    CASUALTY = "casualty"
    SEARCHING = "searching"
    HOT = "hot"
    WARM = "warm"
    COLD = "cold"


_DARK = {
    Tone.GROUND: "#12161B",
    Tone.PANEL: "#1B2129",
    Tone.RAISED: "#242C36",
    Tone.LINE: "#323C48",
    Tone.ROOM: "#27303A",
    Tone.CORRIDOR: "#2F3944",
    Tone.WALL: "#93A1B1",
    Tone.GLASS: "#6FA3C7",
    Tone.RESTROOM: "#242D38",
    Tone.STAIRS: "#333F4C",
    Tone.SERVICE: "#222A33",
    Tone.FIXTURE: "#3A4653",
    Tone.TEXT: "#E8ECF1",
    Tone.TEXT_DIM: "#A9B4C0",
    Tone.ACCENT: "#5AA9FF",
    Tone.ON_ACCENT: "#0B1118",
    Tone.ALARM_HIGH: "#FF5A5F",
    Tone.ALARM_MEDIUM: "#FFB224",
    Tone.ALARM_LOW: "#F2E56B",
    Tone.DOOR_UNLOCKED: "#7CC4FF",
    Tone.STALE: "#7C8794",
    Tone.GRID: "#5E6B79",
    Tone.PIN: "#44536A",
    Tone.PIN_GLYPH: "#E8ECF1",
    Tone.PIN_EDGE: "#0E1216",
    Tone.PIN_UNLOCKED: "#7CC4FF",
    Tone.GRASS: "#1A2622",
    Tone.WOOD: "#1B2E26",
    Tone.WATER: "#16324D",
    Tone.PAVED: "#242B33",
    Tone.ROAD: "#38434F",
    Tone.ROAD_EDGE: "#171C22",
    Tone.FIELD: "#1D352A",
    Tone.FIELD_LINE: "#4A6858",
    Tone.FOOTPRINT: "#34404D",
    Tone.FIXTURE_EDGE: "#4B5967",
    Tone.SETTLED: "#171D23",
    Tone.PATH: "#2C353E",
    Tone.CAMPUS: "#1B2724",
    Tone.CAMPUS_EDGE: "#3F524B",
    Tone.FOOTPRINT_EDGE: "#7C8B9B",
    Tone.WATER_TEXT: "#6E9CC9",
    Tone.DRILL: "#B58CFF",
    Tone.RECORDED: "#43586D",
    Tone.MOTION: "#9DBBD6",
    Tone.COVERED: "#35B8A6",
    Tone.CLEARED: "#4CC38A",
    Tone.DANGER: "#FF5A5F",
    Tone.CASUALTY: "#FF8AD8",
    Tone.SEARCHING: "#FFB224",
    Tone.HOT: "#FF5A5F",
    Tone.WARM: "#FFB224",
    Tone.COLD: "#57C7B0",
    Tone.HOLD: "#D08AE8",
    Tone.SECURE: "#5AA9FF",
    Tone.LOCKDOWN: "#FF5A5F",
    Tone.EVACUATE: "#5BC98B",
    Tone.SHELTER: "#FF9A4D",
}
_LIGHT = {
    Tone.GROUND: "#F3F4F2",
    Tone.PANEL: "#FFFFFF",
    Tone.RAISED: "#F0F2F4",
    Tone.LINE: "#D3D9DF",
    Tone.ROOM: "#FFFFFF",
    Tone.CORRIDOR: "#E9ECEF",
    Tone.WALL: "#3C4856",
    Tone.GLASS: "#5E9AC4",
    Tone.RESTROOM: "#F1F3F5",
    Tone.STAIRS: "#DDE3E8",
    Tone.SERVICE: "#EEF0F2",
    Tone.FIXTURE: "#D5DCE3",
    Tone.TEXT: "#1A2027",
    Tone.TEXT_DIM: "#4B5763",
    Tone.ACCENT: "#0B62C4",
    Tone.ON_ACCENT: "#FFFFFF",
    Tone.ALARM_HIGH: "#C3171D",
    Tone.ALARM_MEDIUM: "#8A5A00",
    Tone.ALARM_LOW: "#6B6200",
    Tone.DOOR_UNLOCKED: "#0B62C4",
    Tone.STALE: "#6F7A85",
    Tone.GRID: "#8C98A4",
    Tone.PIN: "#3C4856",
    Tone.PIN_GLYPH: "#FFFFFF",
    Tone.PIN_EDGE: "#FFFFFF",
    Tone.PIN_UNLOCKED: "#8CCBFF",
    Tone.GRASS: "#E6EDE1",
    Tone.WOOD: "#D3E2CC",
    Tone.WATER: "#C9DFF0",
    Tone.PAVED: "#E3E5E7",
    Tone.ROAD: "#FFFFFF",
    Tone.ROAD_EDGE: "#CBD1D7",
    Tone.FIELD: "#D5E8CF",
    Tone.FIELD_LINE: "#9DBD93",
    Tone.FOOTPRINT: "#DCE1E6",
    Tone.FIXTURE_EDGE: "#B7C1CB",
    Tone.SETTLED: "#ECEDE9",
    Tone.PATH: "#F4F1EA",
    Tone.CAMPUS: "#E4ECDE",
    Tone.CAMPUS_EDGE: "#A9BDA1",
    Tone.FOOTPRINT_EDGE: "#8D99A6",
    Tone.WATER_TEXT: "#3C6E9C",
    Tone.DRILL: "#6B3FC4",
    Tone.RECORDED: "#B4C4D3",
    Tone.MOTION: "#3F6F9C",
    Tone.COVERED: "#0E8474",
    Tone.CLEARED: "#1B7A4B",
    Tone.DANGER: "#C3171D",
    Tone.CASUALTY: "#A81E7B",
    Tone.SEARCHING: "#8A5A00",
    Tone.HOT: "#C3171D",
    Tone.WARM: "#8A5A00",
    Tone.COLD: "#0E7C6B",
    Tone.HOLD: "#8A2BA8",
    Tone.SECURE: "#0B62C4",
    Tone.LOCKDOWN: "#C3171D",
    Tone.EVACUATE: "#157A45",
    Tone.SHELTER: "#B25000",
}

_NIGHT = {Tone.TEXT_DIM: 0.5, Tone.STALE: 0.75, Tone.LINE: 0.5, Tone.WALL: 0.4, Tone.DRILL: 0.6, Tone.ACCENT: 0.5}
"""What would be too dark to read or to see at a third."""
_REDS = (Tone.ALARM_HIGH, Tone.DANGER, Tone.HOT, Tone.LOCKDOWN)
_NIGHT_RED = "#D02A2F"

_FAMILIES = ("Inter", "Noto Sans", "Segoe UI", "SF Pro Text", "DejaVu Sans")
_STEPS_PX = (11, 13, 16, 22)


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette and a typeface."""

    name: str
    colors: dict[Tone, str]
    family: str
    is_for_screens: bool = True
    """On screens all figures are as wide as each other; on paper not: a PDF keeps no text of letters that a font exchanges."""

    def color(self, tone: Tone, alpha: float = 1.0) -> QColor:
        """The colour of a meaning; `alpha` 0…1."""
        color = QColor(self.colors[tone])
        color.setAlphaF(alpha)
        return color

    def alarm(self, priority: Priority) -> QColor:
        """The colour of an alarm's sign."""
        tones = {Priority.HIGH: Tone.ALARM_HIGH, Priority.MEDIUM: Tone.ALARM_MEDIUM, Priority.LOW: Tone.ALARM_LOW}
        return self.color(tones[priority])

    def font(self, step: int = 1, bold: bool = False) -> QFont:
        """The typeface at step 0 (11 px) … 3 (22 px), with tabular figures."""
        return QFont(_font(self.family, step, bold, self.is_for_screens))

    def metrics(self, step: int = 1, bold: bool = False) -> QFontMetricsF:
        """Sizes of text at a step."""
        return _metrics(self.family, step, bold, self.is_for_screens)


@cache
def _font(family: str, step: int, bold: bool, is_for_screens: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(_STEPS_PX[step])
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), int(is_for_screens))
    if not is_for_screens:
        font.setFeature(QFont.Tag("calt"), 0)
    return font


@cache
def _metrics(family: str, step: int, bold: bool, is_for_screens: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(family, step, bold, is_for_screens))


def _family() -> str:
    installed = set(QFontDatabase.families())
    return next((name for name in _FAMILIES if name in installed), QFontDatabase.systemFont(_SYSTEM).family())


_SYSTEM = QFontDatabase.SystemFont.GeneralFont


def dark() -> Theme:
    """The theme of consoles."""
    return Theme("dark", _DARK, _family())


def light() -> Theme:
    """The theme of offices."""
    return Theme("light", _LIGHT, _family())


def paper() -> Theme:
    """The light theme for print, furniture so pale that names stand out from it."""
    pale = {Tone.FIXTURE: "#F1F3F5", Tone.FIXTURE_EDGE: "#DFE4E9"}
    return Theme("paper", _LIGHT | pale, _family(), is_for_screens=False)


def night() -> Theme:
    """The dark theme at a third of the luminance, for vehicles; words stay legible, and reds stay red beside them."""
    dimmed = {tone: _dimmed(value, _NIGHT.get(tone, 1 / 3)) for tone, value in _DARK.items()}
    return Theme("night", dimmed | dict.fromkeys(_REDS, _NIGHT_RED), _family())


def _dimmed(value: str, share: float) -> str:
    """The colour with that share of its luminance."""
    color = QColor(value)
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (_coded(share * _linear(part)) for part in parts)
    return QColor.fromRgbF(red, green, blue).name()


def _linear(part: float) -> float:
    """sRGB as light (IEC 61966-2-1), 0…1."""
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _coded(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def style_sheet(theme: Theme) -> str:
    """The style sheet of every widget that Qt draws."""
    c = {tone.name: value for tone, value in theme.colors.items()}
    shade = "light" if theme.name == "light" else "dark"
    tick, down = (paths.resources() / "icons" / f"{name}-{shade}.svg" for name in ("tick", "down"))
    return f"""
* {{ font-family: "{theme.family}"; font-size: 13px; color: {c["TEXT"]}; }}
QWidget {{ background: {c["PANEL"]}; }}
QMainWindow, QSplitter {{ background: {c["GROUND"]}; }}
QSplitter::handle {{ background: {c["LINE"]}; }}
QSplitter::handle:hover {{ background: {c["ACCENT"]}; }}
QLabel[dim="true"] {{ color: {c["TEXT_DIM"]}; }}
QLabel[title="true"] {{ font-size: 16px; font-weight: 600; }}
QLabel[headline="true"] {{ font-size: 22px; font-weight: 600; }}
QLabel[heading="true"] {{ color: {c["TEXT_DIM"]}; font-size: 11px; font-weight: 600; }}
QLabel {{ background: transparent; }}
QLineEdit, QComboBox, QDateTimeEdit, QAbstractSpinBox {{ background: {c["GROUND"]};
  border: 1px solid {c["LINE"]}; border-radius: 4px; padding: 4px 8px;
  selection-background-color: {c["ACCENT"]}; selection-color: {c["ON_ACCENT"]}; min-height: 20px; }}
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border-color: {c["ACCENT"]}; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{down.as_posix()}"); width: 12px; height: 12px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; min-height: 0; }}
QPushButton, QToolButton {{ background: {c["RAISED"]}; border: 1px solid {c["LINE"]}; border-radius: 4px;
  padding: 4px 12px; min-height: 20px; }}
QToolButton {{ padding: 2px 8px; }}
QPushButton:hover, QToolButton:hover {{ border-color: {c["TEXT_DIM"]}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {c["ACCENT"]}; }}
QPushButton:default {{ background: {c["ACCENT"]}; color: {c["ON_ACCENT"]}; border-color: {c["ACCENT"]}; font-weight: 600; }}
QPushButton:default:disabled {{ background: {c["RAISED"]}; border-color: {c["LINE"]}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {c["STALE"]}; }}
QToolButton:checked {{ background: {c["ACCENT"]}; color: {c["ON_ACCENT"]}; border-color: {c["ACCENT"]}; }}
QTreeView, QListView, QTableView, UniformList {{ background: {c["PANEL"]}; border: none; outline: none; }}
QTreeView::item, QListView::item {{ min-height: 24px; border: none; }}
QTreeView::item:hover, QListView::item:hover {{ background: {c["RAISED"]}; }}
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {{ background: {c["RAISED"]}; color: {c["TEXT"]}; }}
QListView::item:disabled {{ color: {c["STALE"]}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c["LINE"]}; }}
QTabBar {{ background: {c["PANEL"]}; }}
QTabBar::tab {{ background: transparent; color: {c["TEXT_DIM"]}; border: none; border-bottom: 2px solid transparent; padding: 8px 12px; }}
QTabBar::tab:hover {{ color: {c["TEXT"]}; }}
QTabBar::tab:selected {{ color: {c["TEXT"]}; border-bottom-color: {c["ACCENT"]}; }}
QTabBar[small="true"]::tab {{ padding: 8px 7px; }}
QTabBar[behind="true"]::tab:selected {{ color: {c["TEXT_DIM"]}; border-bottom-color: transparent; }}
QTabBar[behind="true"]::tab:hover {{ color: {c["TEXT"]}; }}
QTabBar:focus {{ background: {c["RAISED"]}; }}
QToolButton#close-panel {{ background: transparent; border-color: transparent; padding: 0; font-size: 18px; color: {c["TEXT_DIM"]}; }}
QToolButton#close-panel:hover {{ color: {c["TEXT"]}; border-color: {c["TEXT_DIM"]}; }}
QToolButton#close-panel:focus {{ border-color: {c["ACCENT"]}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {c["LINE"]}; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QFrame[sheet="true"] {{ background: {c["RAISED"]}; border: 1px solid {c["LINE"]}; border-radius: 4px; }}
QListWidget[framed="true"] {{ background: {c["GROUND"]}; border: 1px solid {c["LINE"]}; border-radius: 4px; }}
QListWidget[framed="true"]:focus {{ border-color: {c["ACCENT"]}; }}
QProgressBar {{ background: {c["GROUND"]}; border: none; border-radius: 3px; }}
QProgressBar::chunk {{ background: {c["ACCENT"]}; border-radius: 3px; }}
QListWidget[sheet="true"] {{ background: {c["RAISED"]}; border: 1px solid {c["ACCENT"]}; border-radius: 4px; }}
QListWidget[sheet="true"]::item:selected {{ background: {c["LINE"]}; }}
QMenu {{ background: {c["RAISED"]}; border: 1px solid {c["LINE"]}; padding: 4px; }}
QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: 4px; background: transparent; }}
QMenu::item:selected {{ background: {c["ACCENT"]}; color: {c["ON_ACCENT"]}; }}
QMenu::item:disabled {{ color: {c["STALE"]}; }}
QToolTip {{ background: {c["RAISED"]}; color: {c["TEXT"]}; border: 1px solid {c["LINE"]}; padding: 4px; }}
QCheckBox {{ spacing: 8px; background: transparent; }}
QCheckBox::indicator, QListView::indicator {{ width: 14px; height: 14px; border: 1px solid {c["TEXT_DIM"]}; border-radius: 3px;
  background: {c["GROUND"]}; }}
QCheckBox::indicator:checked, QListView::indicator:checked {{ background: {c["ACCENT"]}; border-color: {c["ACCENT"]};
  image: url("{tick.as_posix()}"); }}
"""
