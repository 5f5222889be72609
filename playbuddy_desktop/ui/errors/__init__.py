"""How errors are shown: a sentence, advice, and the technical part folded away."""
