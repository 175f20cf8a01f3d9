"""The memorandum in its own words: version, who signed it, every rule, and what an administrator must set up where nothing is offered."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from smartclient.domain.grants import GrantTerms
from smartclient.ui.dialogs import text_label
from smartclient.ui.words import one_line

_LONGEST = 4_000


class PolicyWords(QWidget):
    """Shows the terms that the server told."""

    def __init__(self) -> None:
        super().__init__()
        self.heading, self.version = text_label(), text_label("Version of the memorandum", dim=True)
        self.heading.setText("The memorandum")
        self.heading.setProperty("title", True)
        self.missing = text_label("What must be set up")
        self.rules = text_label("Rules of the memorandum")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.heading, self.version, self.missing, self.rules):
            column.addWidget(widget)

    def show_terms(self, terms: GrantTerms, *, is_told: bool) -> None:
        """`is_told` once the server has said what it offers."""
        in_force = (f"Version {one_line(terms.version)}" if terms.version else "", one_line(terms.signature))
        self.version.setText(" · ".join(filter(None, in_force)))
        self.version.setVisible(any(in_force))
        steps = [f"{number}. {one_line(step)}" for number, step in enumerate(terms.to_set_up, 1)]
        why = one_line(terms.why_not) if is_told else "The server has not told yet what it offers."
        lead = ["What an administrator must set up:"] if steps else []
        self.missing.setText("\n".join(filter(None, (why, *lead, *steps))))
        self.missing.setVisible(bool(why or steps))
        rules = "\n".join(f"• {one_line(rule)}" for rule in terms.policy)
        nothing = "No memorandum is in force on this server." if is_told and not why else ""
        self.rules.setText((rules or nothing)[:_LONGEST])
        self.rules.setVisible(bool(rules or nothing))
