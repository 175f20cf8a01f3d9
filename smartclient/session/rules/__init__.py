"""Rules of this side, for what servers leave out: pure judgements on events, a school calendar, and the alarms they raise."""
