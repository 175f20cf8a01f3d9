"""Video through the API gateway's own port by WebRTC (2023 R1; WebSocket signalling 2025 R1), for when recorders cannot be reached."""
