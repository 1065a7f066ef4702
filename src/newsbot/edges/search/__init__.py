"""Where sources are looked for: the bot's own archive and news searches, one module each."""
