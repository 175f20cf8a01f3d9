"""Follow-me: tiles that hand a subject over from camera to camera, along a drawn path or from hit to hit."""
