"""Several servers at once: each keeps its own ids, rights, certificate and line; here their things are told apart."""
