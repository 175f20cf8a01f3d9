"""A law beside the map: rule by rule pass, missing or unknown, every wanting feature to fly to, and a form for what is recorded."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smartclient.plans.law.findings import Finding, summary
from smartclient.plans.law.rules import Law
from smartclient.plans.law.words import qualification
from smartclient.session.typed_entries import FORMS
from smartclient.ui.dialogs import text_label
from smartclient.ui.law.record_form import RecordForm
from smartclient.ui.law.rules_tree import RulesTree
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line

ABSENCES = "absences"


class LawPanel(QWidget):
    """`law_chosen` carries a law's name, `flown` a Lack, `walk_wanted` a campus's id.

    `recording` carries the Finding and the list of the record that a form is wanted for, `entered` the same with what was typed.
    """

    law_chosen = Signal(str)
    flown = Signal(object)
    walk_wanted = Signal(str)
    recording = Signal(object, str)
    entered = Signal(object, str, object)

    def __init__(self, laws: Mapping[str, str], theme: Theme) -> None:
        """`laws` are the names of laws and what they are called."""
        super().__init__()
        self._law: Law | None = None
        self._findings: Sequence[Finding] = ()
        self._asked: Finding | None = None
        self.laws, self.only_wanting = QComboBox(), QCheckBox("Only what is wanting")
        self.campuses = QComboBox()
        for name, words in laws.items():
            self.laws.addItem(words, name)
        self.words = text_label("How the law is met")
        self.tree = RulesTree(theme)
        self.detail = text_label("The rule", dim=True)
        self.go, self.enter, self.none_here = QPushButton("Go there"), QPushButton(), QPushButton("There is none …")
        self.form = RecordForm()
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        self.setAccessibleName("What the law wants")
        self.setMinimumWidth(240)
        self.laws.setAccessibleName("Law")
        self.campuses.setAccessibleName("Campus")
        self.campuses.hide()
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 4)
        top.setSpacing(8)
        for widget in (self.laws, self.campuses, self.words, self.only_wanting):
            top.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.go, self.enter, self.none_here):
            buttons.addWidget(button)
            button.hide()
        buttons.addStretch(1)
        below = QVBoxLayout()
        below.setContentsMargins(12, 8, 12, 12)
        below.setSpacing(8)
        below.addWidget(self.detail)
        below.addLayout(buttons)
        below.addWidget(self.form)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self.tree, 1)
        page.addLayout(below)

    def _join(self) -> None:
        self.laws.activated.connect(lambda _index: self.law_chosen.emit(self.law_name))
        self.only_wanting.toggled.connect(lambda _on: self._fill())
        self.campuses.activated.connect(lambda _index: self._fill())
        self.tree.flown.connect(self.flown)
        self.tree.currentItemChanged.connect(lambda _item, _before: self._describe())
        self.go.clicked.connect(self._go)
        self.enter.clicked.connect(self._ask)
        self.none_here.clicked.connect(lambda: self._ask_for(ABSENCES))
        self.form.toggled.connect(self._make_room)
        self.form.entered.connect(lambda member, typed: self.entered.emit(self._asked, member, typed))

    @property
    def law_name(self) -> str:
        """The law chosen."""
        return str(self.laws.currentData())

    def show_working(self) -> None:
        """It is being checked."""
        self.words.setText("Checking …")

    def say(self, words: str) -> None:
        """Why nothing can be checked."""
        self.words.setText(words)

    def show_findings(self, law: Law, findings: Sequence[Finding]) -> None:
        """Shows what was found."""
        self._law, self._findings = law, findings
        self._offer_campuses({finding.venue.id: finding.venue.name for finding in findings})
        self.form.hide()
        self._fill()

    def begin(self) -> None:
        """Takes the keyboard."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_campuses(self, names: Mapping[str, str]) -> None:
        """All of them, or one; a district with a single campus is not asked."""
        chosen = self.campuses.currentData()
        self.campuses.clear()
        self.campuses.addItem("All campuses", "")
        for own_id, name in names.items():
            self.campuses.addItem(one_line(name), own_id)
        self.campuses.setCurrentIndex(max(self.campuses.findData(chosen), 0))
        self.campuses.setVisible(len(names) > 1)

    def _fill(self) -> None:
        if self._law is None:
            return
        campus = self.campuses.currentData()
        shown = [finding for finding in self._findings if campus in ("", None, finding.venue.id)]
        self.words.setText(summary(self._law, shown))
        self.tree.show_findings(self._law, shown, is_only_wanting=self.only_wanting.isChecked())
        self._describe()

    def _describe(self) -> None:
        rule, finding = self.tree.rule, self.tree.finding
        answer = finding.answer if finding is not None else None
        if rule is not None and self._law is not None:
            so = f"\n{finding.venue.name}: {finding.answer.words}" if finding is not None else ""
            self.detail.setText(f"{rule.id} {rule.text}{qualification(rule)}{so}\n{self._law.act}; {self._law.source}.")
        else:
            self.detail.clear()
        self.go.setVisible(self.tree.lack is not None)
        self.enter.setVisible(answer is not None and bool(answer.record))
        self.enter.setText("Enter in the record …" if answer and answer.record in FORMS else "Walk through …")
        self.none_here.setVisible(answer is not None and bool(answer.what))

    def _make_room(self, is_asking: bool) -> None:
        """The form stands in place of rules and buttons: the panel is not high enough for both."""
        for widget in (self.tree, self.detail, self.only_wanting):
            widget.setVisible(not is_asking)
        if is_asking:
            for button in (self.go, self.enter, self.none_here):
                button.hide()
        else:
            self._describe()

    def _go(self) -> None:
        if (lack := self.tree.lack) is not None:
            self.flown.emit(lack)

    def _ask(self) -> None:
        finding = self.tree.finding
        if finding is not None and finding.answer.record in FORMS:
            self._ask_for(finding.answer.record)
        elif finding is not None:
            self.walk_wanted.emit(finding.venue.id)

    def _ask_for(self, member: str) -> None:
        self._asked = self.tree.finding
        if self._asked is not None:
            self.recording.emit(self._asked, member)
