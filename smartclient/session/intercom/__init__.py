"""Intercom and sound as the operator lives them: calls, listening, speaking."""
