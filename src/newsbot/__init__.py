"""newsbot: an AI-news writer whose every sentence can be traced to the passage it rests on."""

__version__ = "0.1.0"
