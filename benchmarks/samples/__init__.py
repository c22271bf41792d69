"""Programs that build samples/ and accept what the detector answers about it."""
