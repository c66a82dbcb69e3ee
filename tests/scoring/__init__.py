"""The score table: how the extractor's records compare with reports in which every figure is marked."""
