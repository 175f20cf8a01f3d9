{
  "algorithm": "Ed25519",
  "key": "A087 C518 E277 821A E6FB 1BB2 FE2C E8E6",
  "public_key": "0s+/son17IrT9rgasQKXdTnaKqnUI9jwa0eS15ww50w=",
  "sha256": "97bbfb0cb9810517476e33363d22369f4e8993f9c340dea35e8f92f0daeb442b",
  "signature": "IuyoLVEG6qEUk7SYomerYmBybs9JnFRiNDp99pKJS7luFbEGDrvN1g7e2WRXSNegte+EyTyFUBgVO7yY6YGKAQ=="
}
