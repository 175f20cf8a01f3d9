{
  "algorithm": "Ed25519",
  "key": "C0F0 A5A3 2FAC FB78 4EB0 A951 3980 CB54",
  "public_key": "//AnrbV+TgmWiyBom2IOphI2PjrCgkQaZaCLoDsk7yU=",
  "sha256": "b2938cfd4d9923ca0f60a09b35688b3872d912b0103d0c80b7995fcfd8b660b8",
  "signature": "KdJJHklSszD1beIabdHaaR67O2X7IhlPu/ms0oqSxM0JcljLfQfN8XoYuRxglRkLQKWticVb/p4nu4dyzcA8Dg=="
}
