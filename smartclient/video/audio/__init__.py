"""Sound from microphones elsewhere to this machine's loudspeaker, and this machine's voice out; no Qt."""
