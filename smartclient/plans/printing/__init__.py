"""What a printed map needs to know before a pen moves: papers, scales, legibility."""
