"""Three ways from evidence to a draft: `whole`, one structured call; `stepwise`, by sentence; `extract`, no model."""
