"""All grants in one place below the alarms: the form, the chosen one, those that wait, are open and are over, and the memorandum."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from smartclient.domain.grants import Grant, GrantState
from smartclient.domain.ids import VenueId
from smartclient.session.grants import words
from smartclient.ui.drill import WORD
from smartclient.ui.grants.grant_card import LETTERS, GrantCard, state_words
from smartclient.ui.grants.policy_words import PolicyWords
from smartclient.ui.grants.report_form import ReportForm
from smartclient.ui.grants.request_form import RequestForm
from smartclient.ui.own_keys import OwnKeys
from smartclient.ui.theme import Theme
from smartclient.ui.verifying.scrolled_column import ScrolledColumn
from smartclient.ui.words import one_line

_GROUPS = (
    ("Waiting", (GrantState.REQUESTED,)),
    ("Open", (GrantState.OPEN,)),
    ("Over", (GrantState.REFUSED, GrantState.CLOSED)),
)
_MOST_OVER = 50


class GrantsPanel(OwnKeys):
    """`pressed` carries a Verb for the chosen grant, `chosen` a grant's id; `report_asked` wants the report for the school board."""

    chosen = Signal(str)
    report_asked = Signal()
    meanings: ClassVar[Mapping[Qt.Key, object]] = {
        Qt.Key(Qt.Key.Key_A.value + ord(letter) - ord("A")): verb for verb, letter in LETTERS.items()
    }

    def __init__(self, theme: Theme, campus_name: Callable[[VenueId], str]) -> None:
        super().__init__()
        self._campus_name = campus_name
        self.form, self.card, self.policy = RequestForm(campus_name), GrantCard(theme), PolicyWords()
        self.rows = QListWidget()
        self.rows.setProperty("framed", True)
        self.rows.setAccessibleName("Grants, waiting, open and over")
        self.rows.setMinimumHeight(120)
        self.rows.setWordWrap(True)
        self.report_form, self.report = ReportForm(), QPushButton("Report for the school board …")
        self.report.clicked.connect(self.report_asked)
        self.card.pressed.connect(self.pressed)
        self.rows.itemActivated.connect(self._choose)
        self.rows.itemClicked.connect(self._choose)
        self.setAccessibleName("Grants")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()

    @property
    def listens(self) -> bool:
        """While a grant is chosen and nobody types."""
        return super().listens and not self.card.isHidden() and not self.rows.hasFocus()

    def show_grants(self, grants: Iterable[Grant], chosen: str, now: datetime) -> None:
        """Lists all, the newest of each group first; the rows stay where they are while nothing has come or gone."""
        rows = self._rows(list(grants), now)
        if [key for key, _text in rows] != [
            self.rows.item(n).data(Qt.ItemDataRole.UserRole) for n in range(self.rows.count())
        ]:
            self.rows.clear()
            for key, _text in rows:
                self.rows.addItem(_item(key))
        for number, (key, text) in enumerate(rows):
            self.rows.item(number).setText(text)
            if key == chosen and not self.rows.hasFocus():
                self.rows.setCurrentRow(number)
        self.rows.setVisible(bool(rows))

    def _rows(self, grants: list[Grant], now: datetime) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for heading, states in _GROUPS:
            of_group = [grant for grant in grants if grant.state in states]
            newest = sorted(of_group, key=lambda grant: grant.changed_at, reverse=True)[:_MOST_OVER]
            if newest:
                found.append(("", heading))
            found += [(grant.id, self._words(grant, now)) for grant in newest]
        return found

    def _words(self, grant: Grant, now: datetime) -> str:
        drill = f"{WORD} · " if grant.is_drill else ""
        who = f"{drill}{words.who(grant)} · {self._campus_name(grant.campus)}"
        return f"{one_line(who)}\n{one_line(state_words(grant, now))}"

    def _choose(self, item: QListWidgetItem) -> None:
        if key := item.data(Qt.ItemDataRole.UserRole):
            self.chosen.emit(key)

    def _lay_out(self) -> None:
        for widget in (self.form, self.card, self.report_form, self.report):
            widget.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 4, 4)
        layout.addWidget(ScrolledColumn(self.form, self.card, self.report_form, self.rows, self.report, self.policy))


def _item(key: str) -> QListWidgetItem:
    item = QListWidgetItem()
    item.setData(Qt.ItemDataRole.UserRole, key)
    if not key:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
