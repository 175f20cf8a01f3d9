"""The present, observable: no Qt, no network."""
