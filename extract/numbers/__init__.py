"""Numbers: folding a text for reading, lexing every numeric token, and giving each exactly one kind."""
