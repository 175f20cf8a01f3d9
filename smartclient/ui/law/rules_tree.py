"""The rules of a law as a tree: rule, campus, and below each campus the features that are wanting."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from smartclient.plans.law.answers import Lack, Verdict
from smartclient.plans.law.findings import Finding, worst
from smartclient.plans.law.rules import Law, Rule
from smartclient.ui.law.verdict_icon import verdict_icon
from smartclient.ui.theme import Theme
from smartclient.ui.words import one_line, tooltip

_DATA = Qt.ItemDataRole.UserRole
_MOST_LACKS = 200


class RulesTree(QTreeWidget):
    """Enter or a double click on a row, or a click on a feature, is `flown` with the Lack it means."""

    flown = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._findings: Sequence[Finding] = ()
        self.setAccessibleName("Rules")
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemClicked.connect(lambda item, _column: self._click(item))
        self.itemDoubleClicked.connect(lambda item, _column: self._act(item))

    def show_findings(self, law: Law, findings: Sequence[Finding], *, is_only_wanting: bool) -> None:
        """Fills the tree; what was chosen stays chosen where it is still there."""
        chosen = _key(self._data())
        self._findings = findings
        self.clear()
        for rule in law.rules:
            found = [finding for finding in findings if finding.rule.id == rule.id]
            verdict = worst(found)
            if verdict is not Verdict.PASS or not is_only_wanting:
                self.addTopLevelItem(self._rule_item(rule, verdict, found))
        again = next((item for item in self._items() if _key(item.data(0, _DATA)) == chosen), self.topLevelItem(0))
        if again is not None:
            self.setCurrentItem(again)

    @property
    def rule(self) -> Rule | None:
        """The rule of the chosen row."""
        data = self._data()
        if isinstance(data, Rule):
            return data
        return self.finding.rule if self.finding is not None else None

    @property
    def finding(self) -> Finding | None:
        """The finding of the chosen row: its own, that of the lack, or of a rule the first that is wanting."""
        item = self.currentItem()
        while item is not None:
            data = item.data(0, _DATA)
            if isinstance(data, Finding):
                return data
            if isinstance(data, Rule):
                found = [finding for finding in self._findings if finding.rule.id == data.id]
                return next((finding for finding in found if finding.answer.verdict is not Verdict.PASS), None)
            item = item.parent()
        return None

    @property
    def lack(self) -> Lack | None:
        """What the chosen row leads to."""
        data, finding = self._data(), self.finding
        if isinstance(data, Lack):
            return data
        return next(iter(finding.answer.lacks), None) if finding is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter flies there; the other keys are the tree's."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._act(item)
        else:
            super().keyPressEvent(event)

    def _click(self, item: QTreeWidgetItem) -> None:
        """One click on a feature is enough; rules and campuses are opened first."""
        lack = item.data(0, _DATA)
        if isinstance(lack, Lack):
            self.flown.emit(lack)

    def _act(self, item: QTreeWidgetItem) -> None:
        item.setExpanded(True)
        if (lack := self.lack) is not None:
            self.flown.emit(lack)

    def _data(self) -> object:
        item = self.currentItem()
        return item.data(0, _DATA) if item is not None else None

    def _items(self) -> Iterator[QTreeWidgetItem]:
        waiting = [self.topLevelItem(i) for i in range(self.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                yield item
                waiting = [item.child(i) for i in range(item.childCount())] + waiting

    def _rule_item(self, rule: Rule, verdict: Verdict, found: Sequence[Finding]) -> QTreeWidgetItem:
        item = self._item(f"{rule.id}  {rule.text}{' [unverified]' if not rule.verified else ''}", rule, verdict)
        for finding in found:
            below = self._item(f"{finding.venue.name}: {finding.answer.words}", finding, finding.answer.verdict)
            for lack in finding.answer.lacks[:_MOST_LACKS]:
                if lack.feature != finding.venue.id:
                    below.addChild(self._item(lack.words, lack, None))
            item.addChild(below)
        return item

    def _item(self, words: str, data: object, verdict: Verdict | None) -> QTreeWidgetItem:
        item = QTreeWidgetItem([one_line(words)])
        item.setData(0, _DATA, data)
        item.setToolTip(0, tooltip(one_line(words)))
        if verdict is not None:
            item.setIcon(0, verdict_icon(self._theme, verdict))
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{verdict}: {one_line(words)}")
        return item


def _key(data: object) -> tuple[str, ...]:
    if isinstance(data, Rule):
        return (data.id,)
    if isinstance(data, Finding):
        return (data.rule.id, data.venue.id)
    return (data.feature, data.words) if isinstance(data, Lack) else ()
