{
  "signatures": [
    {
      "alg": "ed25519",
      "keyid": "team",
      "sig": "UqRsSpzicRPV8+NK+cWma7a/Irf89PW9meYzUmwjTOlcBnS6fcTMt243hqdwn3Y49Zn4EvpSTF2qH9dS+NcHDQ=="
    },
    {
      "alg": "ed25519",
      "keyid": "043854636da16b94",
      "sig": "Z8U5Q74OZGRgUCnmFeDL+noE0s4Ua/4kvb6o9nE4s9zMBcy9F4o1ooz1PmwusmQimFzJrrG92lO+0YOqouY7DA=="
    }
  ]
}
