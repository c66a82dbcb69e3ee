"""From a source to figures: archive, readers, identity, numbers, catalogue, matching."""
