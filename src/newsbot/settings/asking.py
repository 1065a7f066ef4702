"""The language model: where it is, what it costs, and how much may be spent."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from newsbot.settings.writing import Group

Role = Literal["draft", "judge", "rank"]
LOCAL = "local"
"""In place of a base URL or an embedding model: one that runs on this machine."""


class Price(Group):
    """What a model costs, in US dollars for a million tokens. `0` declares it free."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class RoleOptions(Group):
    """Optional knobs of one role; what is left out is not sent."""

    temperature: float | None = Field(default=None, ge=0, le=2)
    max_tokens: int | None = Field(default=None, gt=0)


class Llm(Group):
    """The language model: any OpenAI-compatible endpoint."""

    api_key: SecretStr = SecretStr("")
    base_url: str = Field(
        default="",
        description="Any OpenAI-compatible endpoint. `local`: draft_model runs on this machine (extra local).",
    )
    models: Path = Field(
        default=Path("~/.cache/newsbot/models"), description="Where the models of this machine lie (`newsbot model`)."
    )
    draft_model: str = ""
    judge_model: str = ""
    rank_model: str = ""
    embed_model: str = Field(
        default="",
        description="Embeds entries, so that reports in two languages become one story. `local`: the extra `embed`.",
    )
    embed_base_url: str = Field(default="", description="Where it is, when not at base_url.")
    embed_api_key: SecretStr = Field(default=SecretStr(""), description="Its key, when not api_key.")
    draft: RoleOptions = RoleOptions()
    judge: RoleOptions = RoleOptions()
    rank: RoleOptions = RoleOptions()
    timeout: float = Field(default=120.0, gt=0, description="Seconds one attempt may take.")
    deadline: float = Field(default=300.0, gt=0, description="Seconds one call may take with all its retries.")
    concurrency: int = Field(default=4, ge=1, le=64, description="Calls under way at once.")
    prices: dict[str, Price] = Field(default={})

    @field_validator("base_url", "embed_base_url")
    @classmethod
    def _http(cls, value: str, info: ValidationInfo) -> str:
        if value == LOCAL and info.field_name == "base_url":
            return value
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        try:
            _ = urlsplit(value).port
        except ValueError as error:
            raise ValueError("is no base URL; write it like http://127.0.0.1:8080/v1") from error
        return value.rstrip("/")


class Budget(Group):
    """Caps, checked before a call is made. Days are calendar days in `timezone`."""

    daily_usd: float | None = Field(
        default=None,
        ge=0,
        description="Money a day. Set: a model without a price makes no call. Not set: 5 US dollars, "
        "and a model without a price counts at the dearest price known.",
    )
    daily_tokens: int = Field(default=5_000_000, ge=0, description="Tokens a day, prompts and replies together.")
    monthly_usd: float | None = Field(default=None, ge=0, description="Money a calendar month.")
    monthly_tokens: int | None = Field(default=None, ge=0)
    story_usd: float | None = Field(default=None, ge=0, description="Money for one story, over all its days.")
    story_tokens: int | None = Field(default=None, ge=0)
    run_usd: float | None = Field(default=None, ge=0, description="Money for one run of a command or of the daemon.")
    run_tokens: int | None = Field(default=None, ge=0)
    minute_tokens: int | None = Field(default=None, ge=1, description="Tokens asked for in a minute; more waits.")
