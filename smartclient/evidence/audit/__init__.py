"""The audit: who signed in, saw, commanded, changed and handed over what, in a log that nobody bends unseen."""
