"""Models of the role `rank` that work as they are told."""

from newsbot.errors import Unavailable
from newsbot.newsroom import Reply, Request


class Ranks:
    """A rank model that answers all it is asked with one text."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[Request] = []

    def name(self, role: str) -> str:
        return "ranks"

    async def ask(self, request: Request) -> Reply:
        self.asked.append(request)
        return Reply(text=self.answer, model="ranks", prompt_tokens=1, completion_tokens=1)


class Away(Ranks):
    """A model that cannot be reached."""

    def __init__(self) -> None:
        super().__init__("")

    async def ask(self, request: Request) -> Reply:
        self.asked.append(request)
        raise Unavailable("the endpoint does not answer")
