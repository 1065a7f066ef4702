"""Whether a sentence says the opposite of its passages, says more for certain, or turns who did what to whom."""
