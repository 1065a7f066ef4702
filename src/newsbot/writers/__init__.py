"""Ways from evidence to a draft.

Of sources: `whole`, one structured call; `stepwise`, by sentence; `extract`, no model; `chapters`, a report;
`translating`, one page whole. Of what is published: `compose`, a digest; `edition`, in another language.
"""
