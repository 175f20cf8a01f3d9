"""Video through the gateway's own port: WebRTC with signalling over REST and WebSocket, as XProtect 2023 R1 and 2025 R1 have it."""
