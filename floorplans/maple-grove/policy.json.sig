{
  "algorithm": "Ed25519",
  "key": "1F1A 706C 4BC7 9307 3074 B50F 6DB6 67C1",
  "public_key": "iWbVQ91DokJL8ELgwLMK64H7/JVKAhN4Z2/aYnh7+58=",
  "sha256": "404e2f8b8d03d60422e73f313dea681ef415e4c1370d9ffff6caa74da028d550",
  "signature": "y+l6ObBKNr+VBfnCs9hvJHd8GHACKKKwFOQANSjmK6GmdfskklKg/44vV5SPU4tzc+OdcKR9OYs8Dd93fzGaDg=="
}
