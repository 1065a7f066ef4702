"""Settings: where they come from and in what order, and what is said about those that do not fit."""

import json
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from newsbot.cli.init import UNASKED, _settings, starter_feeds
from newsbot.errors import SettingsError
from newsbot.news import Feed
from newsbot.settings import OPENAI_NAMES, FeedSettings, Outlet, Settings, known_names, load

ROOT = Path(__file__).parent.parent
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
TEMPLATE = (ROOT / "templates" / "newsbot.toml.j2").read_text(encoding="utf-8")
CANARY = "sk-canary-7f3a9b1c5d"

Loaded = Callable[..., Settings]


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loaded:
    """Settings of an empty folder with these files and this environment."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith(("NEWSBOT_", "OPENAI_")):
            monkeypatch.delenv(name)

    def settings(toml: str | bytes = "", dotenv: str | bytes = "", env: Mapping[str, str] | None = None) -> Settings:
        for name, content in (("newsbot.toml", toml), (".env", dotenv)):
            data = content.encode() if isinstance(content, str) else content
            Path(name).write_bytes(data)
        for name, value in (env or {}).items():
            monkeypatch.setenv(name, value)
        return load()

    return settings


# ---------------------------------------------------------------- where values come from


def test_an_empty_folder_has_the_documented_defaults(loaded: Loaded) -> None:
    settings = loaded()
    assert settings.database_url == "sqlite:///.newsbot/newsbot.db"
    assert settings.timezone == "Asia/Shanghai"
    assert settings.writer == "auto"
    assert settings.llm.api_key.get_secret_value() == settings.llm.draft_model == ""


def test_environment_wins_over_dotenv_and_dotenv_over_toml(loaded: Loaded) -> None:
    toml = 'writer = "whole"\ntimezone = "Asia/Tokyo"\n[llm]\ndraft_model = "toml"\njudge_model = "toml"\n'
    dotenv = "NEWSBOT_TIMEZONE=Asia/Seoul\nNEWSBOT_LLM__DRAFT_MODEL=dotenv\n"
    settings = loaded(toml, dotenv, {"NEWSBOT_LLM__DRAFT_MODEL": "environment"})
    assert settings.llm.draft_model == "environment"
    assert settings.timezone == "Asia/Seoul"
    assert (settings.writer, settings.llm.judge_model) == ("whole", "toml")


def test_a_section_set_in_one_place_keeps_its_other_keys_from_another(loaded: Loaded) -> None:
    settings = loaded("[llm]\ntimeout = 7\n[llm.draft]\ntemperature = 0.5\n", "NEWSBOT_LLM__DEADLINE=9\n")
    assert (settings.llm.timeout, settings.llm.deadline, settings.llm.draft.temperature) == (7, 9, 0.5)
    assert settings.llm.concurrency == 4


@pytest.mark.parametrize("place", ["environment", "dotenv"])
def test_openai_names_are_read_and_yield_to_ours_of_the_same_place(loaded: Loaded, place: str) -> None:
    def given(**values: str) -> Settings:
        if place == "environment":
            return loaded(env=values)
        return loaded(dotenv="".join(f"{name}={value}\n" for name, value in values.items()))

    theirs = {"OPENAI_API_KEY": "theirs", "OPENAI_BASE_URL": "http://127.0.0.1:1/v1/"}
    settings = given(**theirs)
    assert settings.llm.api_key.get_secret_value() == "theirs"
    assert settings.llm.base_url == "http://127.0.0.1:1/v1"
    settings = given(**theirs, NEWSBOT_LLM__API_KEY="ours", NEWSBOT_LLM__BASE_URL="http://127.0.0.1:2/v1")
    assert settings.llm.api_key.get_secret_value() == "ours"
    assert settings.llm.base_url == "http://127.0.0.1:2/v1"


def test_openai_names_of_the_environment_win_over_ours_of_a_file(loaded: Loaded) -> None:
    settings = loaded("[llm]\nbase_url = 'http://127.0.0.1:3'\n", "NEWSBOT_LLM__API_KEY=file", {"OPENAI_API_KEY": "e"})
    assert settings.llm.api_key.get_secret_value() == "e"
    assert settings.llm.base_url == "http://127.0.0.1:3"


def test_other_programs_names_in_dotenv_and_environment_are_not_ours(loaded: Loaded) -> None:
    assert loaded(dotenv="DATABASE_URL=x\nTIMEZONE=y\nWRITER=z\n", env={"FEEDS": "no json"}).feeds == ()


def test_names_that_scripts_rely_on_are_settings() -> None:
    relied = "LLM__API_KEY LLM__BASE_URL LLM__DRAFT_MODEL LLM__JUDGE_MODEL WRITER DATABASE_URL SITE__DIR TIMEZONE"
    assert {"OPENAI_API_KEY", "OPENAI_BASE_URL", *(f"NEWSBOT_{name}" for name in relied.split())} <= set(known_names())


# ---------------------------------------------------------------- feeds


def test_a_feed_is_an_address_or_a_table_with_options_and_stays_in_its_place(loaded: Loaded) -> None:
    options = 'language = "zh", timezone = "Asia/Shanghai", encoding = "gb18030", topics = ["AI", "大模型"], weight = 2'
    settings = loaded(
        f'feeds = [\n"https://a.example/feed",\n{{ url = "https://b.example/feed", title = "乙报", {options} }},\n]'
    )
    assert settings.feeds == (
        FeedSettings(url="https://a.example/feed"),
        FeedSettings(
            url="https://b.example/feed",
            title="乙报",
            language="zh",
            timezone="Asia/Shanghai",
            encoding="gb18030",
            topics=("AI", "大模型"),
            weight=2.0,
        ),
    )


def test_feeds_may_be_tables_of_their_own_at_the_end_of_the_file(loaded: Loaded) -> None:
    text = _settings(UNASKED)
    start, end = text.index("feeds = ["), text.index("[llm]")
    tables = '[[feeds]]\nurl = "https://a.example/feed"\n[[feeds]]\nurl = "https://b.example/feed"\nlanguage = "zh"\n'
    settings = loaded(f"{text[:start]}{text[end:]}\n{tables}")
    assert [(feed.url, feed.language) for feed in settings.feeds] == [
        ("https://a.example/feed", ""),
        ("https://b.example/feed", "zh"),
    ]


def test_feeds_of_the_environment_are_json_of_the_same_form_and_replace_those_of_the_file(loaded: Loaded) -> None:
    given = '["https://a.example/feed", {"url": "https://b.example/feed", "topics": ["AI"]}]'
    settings = loaded('feeds = ["https://c.example/feed"]', env={"NEWSBOT_FEEDS": given})
    assert [(feed.url, feed.topics) for feed in settings.feeds] == [
        ("https://a.example/feed", ()),
        ("https://b.example/feed", ("AI",)),
    ]


def test_a_feed_of_the_settings_has_the_fields_of_the_newsrooms_own_and_the_same_defaults() -> None:
    """`wiring` makes one of the other with all its fields."""
    url = "https://a.example/feed"
    assert Feed(**FeedSettings(url=url).model_dump()) == Feed(url=url)
    assert list(FeedSettings.model_fields) == list(Feed.model_fields)


@pytest.mark.parametrize("encoding", ["utf-8", "GB18030", "gb2312", "Big5", "Shift_JIS", "euc-kr", "windows-1252"])
def test_an_encoding_is_any_that_python_reads_text_in(encoding: str) -> None:
    assert FeedSettings(url="https://a.example", encoding=encoding).encoding == encoding


OK = '"https://ok.example/feed"'


@pytest.mark.parametrize(
    ("feeds", "says"),
    [
        ('"a.example"', "setting feeds, number 2, url: must begin with http:// or https://"),
        ('"file:///etc/passwd"', "setting feeds, number 2, url: must begin with http:// or https://"),
        ('"https://"', "setting feeds, number 2, url: is no address"),
        ('"https://a b.example/"', "setting feeds, number 2, url: is no address"),
        ('"https://a.example:99999/"', "setting feeds, number 2, url: is no address"),
        ('"https://[::1/"', "setting feeds, number 2, url: is no address"),
        (f'"https://me:{CANARY}@a.example/"', "number 2, url: has a user name before a.example; leave it out"),
        (f'"https://{CANARY}@/"', "setting feeds, number 2, url: is no address"),
        ('{ title = "x" }', "setting feeds, number 2, url: field required"),
        ("7", 'setting feeds, number 2: must be an address or a table, like {url = "https://…", language = "zh"}'),
        ('["https://a.example"]', "setting feeds, number 2: must be an address or a table"),
        ('{ url = "https://a.example", langage = "zh" }', "number 2, langage is no setting; did you mean language?"),
        ('{ url = "https://a.example", time_zone = "UTC" }', "time_zone is no setting; did you mean timezone?"),
        ('{ url = "https://a.example", language = "Chinese, simplified" }', "number 2, language: is no language tag"),
        ('{ url = "https://a.example", timezone = "Mars/Olympus" }', "number 2, timezone: no such time zone"),
        ('{ url = "https://a.example", timezone = "Asia" }', "number 2, timezone: no such time zone"),
        ('{ url = "https://a.example", encoding = "latin-99" }', "number 2, encoding: no such encoding"),
        ('{ url = "https://a.example", encoding = "base64" }', "number 2, encoding: no such encoding"),
        ('{ url = "https://a.example", encoding = "unicode_escape" }', "number 2, encoding: no such encoding"),
        ('{ url = "https://a.example", topics = "AI" }', "number 2, topics: must be a list"),
        ('{ url = "https://a.example", topics = ["AI", " "] }', "number 2, topics: one of them is empty"),
        ('{ url = "https://a.example", weight = 0 }', "number 2, weight: input should be greater than 0"),
        ('{ url = "https://a.example", weight = 101 }', "number 2, weight: input should be less than or equal to 100"),
        ('{ url = "https://a.example", weight = nan }', "number 2, weight: input should be"),
        (
            f'"https://b.example", "https://a.example/?key={CANARY}", "https://a.example/?key={CANARY}"',
            "setting feeds: numbers 3 and 4 are one address, https://a.example/; leave one of them out",
        ),
    ],
)
def test_a_feed_that_does_not_fit_is_one_line_that_says_which_and_why(loaded: Loaded, feeds: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(f"feeds = [{OK}, {feeds}]")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("feeds", [OK, '{ url = "https://a.example" }', '{ 0 = "https://a.example" }'])
def test_feeds_that_are_no_list_are_told_to_be_one(loaded: Loaded, feeds: str) -> None:
    with pytest.raises(SettingsError, match="setting feeds: must be a list"):
        loaded(f"feeds = {feeds}")


# ---------------------------------------------------------------- outlets, searches, interests


def test_an_outlet_is_a_host_or_a_table_with_options_and_what_is_left_out_stays_open(loaded: Loaded) -> None:
    options = 'name = "某报", kind = "wire", use = "facts", weight = 1.5'
    settings = loaded(
        f'[sources]\nonly_listed = true\noutlets = ["WWW.Example.org", {{ host = "例子.cn", {options} }}]'
    )
    assert settings.sources.only_listed
    plain, told = settings.sources.outlets
    assert (plain.host, plain.name, plain.kind, plain.use, plain.weight) == ("example.org", "", "", "", None)
    assert (told.host, told.name, told.kind, told.use, told.weight) == ("xn--fsqu00a.cn", "某报", "wire", "facts", 1.5)


def test_outlets_may_be_tables_of_their_own_and_json_in_the_environment(loaded: Loaded) -> None:
    tables = '[[sources.outlets]]\nhost = "127.0.0.1:8001"\n[[sources.outlets]]\nname = "某公众号"\n'
    assert [outlet.host for outlet in loaded(tables).sources.outlets] == ["127.0.0.1:8001", ""]
    given = '["a.example", {"name": "某公众号", "use": "never"}]'
    settings = loaded(tables, env={"NEWSBOT_SOURCES__OUTLETS": given})
    assert [(outlet.host, outlet.use) for outlet in settings.sources.outlets] == [("a.example", ""), ("", "never")]


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("https://a.example", "setting sources.outlets, number 2, host: is no host; write it like example.org"),
        ("a.example/news", "number 2, host: is no host"),
        ("localhost", "number 2, host: is no host"),
        ("*.example.org", "number 2, host: is no host"),
        ("a..example", "number 2, host: is no host"),
        (" ", "number 2, host: is no host"),
        ("", "setting sources.outlets, number 2: has neither host nor name; give it one of them"),
        ({"kind": "wire"}, "number 2: has neither host nor name"),
        ({"name": " "}, "number 2: has neither host nor name"),
        ({"host": "a.example", "kind": "tabloid"}, "number 2, kind: input should be"),
        ({"host": "a.example", "use": "copy"}, "number 2, use: input should be"),
        ({"host": "a.example", "weight": 0}, "number 2, weight: input should be greater than 0"),
        ({"host": "a.example", "wieght": 1}, "number 2, wieght is no setting; did you mean weight?"),
        (7, 'number 2: must be a host or a table, like {host = "example.org", kind = "wire"}'),
    ],
)
def test_an_outlet_that_does_not_fit_is_one_line_that_says_which_and_why(loaded: Loaded, toml: Any, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(env={"NEWSBOT_SOURCES__OUTLETS": json.dumps(["ok.example", toml])})
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8888", "https://search.example/searx/", "http://[::1]:8080"])
def test_a_searxng_server_is_a_base_url_without_the_slash_at_its_end(loaded: Loaded, url: str) -> None:
    assert loaded(env={"NEWSBOT_SEARCH__SEARXNG": url}).search.searxng == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("127.0.0.1:8888", "it must begin with http:// or https://"),
        ("http://", "it must begin with"),
        ("http://a.example:99999", "the host or port cannot be read"),
        ("http://a b.example", "the host or port cannot be read"),
        (f"http://me:{CANARY}@a.example", "it holds a user name"),
        (f"http://a.example/?key={CANARY}", "it ends in a query"),
    ],
)
def test_what_is_no_base_url_of_a_search_is_told_why(loaded: Loaded, url: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(env={"NEWSBOT_SEARCH__SEARXNG": url})
    assert "setting search.searxng: is no base URL" in str(caught.value)
    assert says in str(caught.value)
    assert CANARY not in str(caught.value)


def test_keywords_and_topics_are_words_without_white_space_around_them_and_none_is_empty(loaded: Loaded) -> None:
    settings = loaded('[ranking]\nkeywords = [" AI ", "大模型"]\ntopics = []\n')
    assert (settings.ranking.keywords, settings.ranking.topics) == (("AI", "大模型"), ())
    for words in ('[""]', '[" "]', f'["{"x" * 61}"]'):
        with pytest.raises(SettingsError, match=r"setting ranking\.keywords, number 1: string should have at"):
            loaded(f"[ranking]\nkeywords = {words}\n")


# ---------------------------------------------------------------- exact origins


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8080", "https://intranet.example", "http://[::1]:8080", "http://[fd00::1]"]
)
def test_an_origin_is_a_scheme_a_host_and_perhaps_a_port(loaded: Loaded, origin: str) -> None:
    assert loaded(f'[fetch]\nallow_origins = ["{origin.upper()}"]').fetch.allow_origins == (origin,)


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("http://a.example/", "number 2 is no exact origin: it ends in a slash"),
        ("http://[::1]:8080/", "number 2 is no exact origin: it ends in a slash"),
        ("http://a.example/path", "nothing after them"),
        ("http://a.example?x", "nothing after them"),
        ("http://::1:8080", "an IPv6 address stands in brackets"),
        ("http://[::1:8080", "an IPv6 address stands in brackets"),
        ("http://a.example:99999", "the host or port cannot be read"),
        ("http://*.example", "wildcards have no place in it"),
        (f"http://me:{CANARY}@a.example", "user names and wildcards have no place in it"),
        ("127.0.0.1:8080", "it must begin with http:// or https://"),
        ("ftp://a.example", "it must begin with http:// or https://"),
        ("http://", "it ends in a slash"),
        ("http://a b", "nothing after them"),
    ],
)
def test_what_is_no_exact_origin_is_told_which_and_why(loaded: Loaded, origin: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(f'[fetch]\nallow_origins = ["http://ok.example", "{origin}"]')
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert CANARY not in str(caught.value)


# ---------------------------------------------------------------- what does not fit


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"toml": 'writter = "whole"'}, "writter is no setting; did you mean writer?"),
        ({"toml": '[llm]\ndraft_modle = "m"'}, "llm.draft_modle is no setting; did you mean llm.draft_model?"),
        ({"toml": "[lmm]\ntimeout = 1"}, "lmm is no setting"),
        (
            {"env": {"NEWSBOT_TIMEZON": "UTC"}},
            "NEWSBOT_TIMEZON in the environment is no setting; did you mean NEWSBOT_TIMEZONE?",
        ),
        (
            {"env": {"NEWSBOT_LLM__DRAFT_MODLE": "m"}},
            "llm.draft_modle is no setting; did you mean llm.draft_model?",
        ),
        (
            {"dotenv": "NEWSBOT_WRITTER=whole\n"},
            "NEWSBOT_WRITTER in .env is no setting; did you mean NEWSBOT_WRITER?",
        ),
        ({"dotenv": "NEWSBOT_SITE__DIRR=x\n"}, "site.dirr is no setting; did you mean site.dir?"),
    ],
)
def test_an_unknown_key_is_an_error_that_names_the_nearest(loaded: Loaded, given: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(**given)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"toml": "writer = "}, "newsbot.toml is not valid TOML"),
        ({"toml": b'timezone = "\xff"'}, "UTF-8"),
        ({"dotenv": b"NEWSBOT_TIMEZONE=\xff\n"}, "UTF-8"),
        ({"env": {"NEWSBOT_WRITER": "novel"}}, "setting writer"),
        ({"env": {"NEWSBOT_TIMEZONE": "Mars/Olympus"}}, "setting timezone: no such time zone"),
        ({"env": {"NEWSBOT_TIMEZONE": "Asia"}}, "setting timezone: no such time zone"),
        ({"env": {"NEWSBOT_LLM__BASE_URL": "ftp://x"}}, "setting llm.base_url: must begin with http"),
        ({"env": {"NEWSBOT_FETCH__ALLOW_ORIGINS": '["http://a.example/path"]'}}, "no exact origin"),
        ({"env": {"NEWSBOT_FETCH__ALLOW_ORIGINS": '["http://*.example"]'}}, "no exact origin"),
        ({"env": {"NEWSBOT_BUDGET__DAILY_USD": "-1"}}, "setting budget.daily_usd"),
        ({"env": {"NEWSBOT_BUDGET__DAILY_USD": "inf"}}, "setting budget.daily_usd"),
        ({"env": {"NEWSBOT_BUDGET__DAILY_USD": "nan"}}, "setting budget.daily_usd"),
        ({"env": {"NEWSBOT_LLM__DEADLINE": "inf"}}, "setting llm.deadline"),
        ({"env": {"NEWSBOT_FETCH__DEADLINE": "0"}}, "setting fetch.deadline"),
        ({"env": {"NEWSBOT_FEEDS": "http://a.example/feed"}}, "feeds"),
    ],
)
def test_a_value_that_does_not_fit_is_one_line_that_names_its_key(
    loaded: Loaded, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(**given)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", known_names())
def test_no_error_repeats_a_value_since_it_may_be_a_key_in_the_wrong_place(loaded: Loaded, name: str) -> None:
    """Whatever setting the key was put into: alone, in a list, in a table."""
    values = (CANARY, f'["{CANARY}"]', f'{{"model": "{CANARY}"}}')
    in_dotenv: list[dict[str, Any]] = [{"dotenv": f"{name}='{value}'\n"} for value in values]
    in_environment: list[dict[str, Any]] = [
        {"env": {name: value}} for value in values
    ]  # last: what is set there stays set
    for given in (*in_dotenv, *in_environment):
        try:
            shown = str(loaded(**given).llm.api_key)
        except SettingsError as error:
            shown = f"{error} {error.__cause__ or ''}"
        assert CANARY not in shown


def test_no_key_shows_in_the_settings_own_words(loaded: Loaded) -> None:
    names = ("OPENAI_API_KEY", "NEWSBOT_SEARCH__TAVILY_KEY", "NEWSBOT_SEARCH__BRAVE_KEY")
    settings = loaded(env=dict.fromkeys(names, CANARY))
    keys = (settings.llm.api_key, settings.search.tavily_key, settings.search.brave_key)
    assert {key.get_secret_value() for key in keys} == {CANARY}
    assert CANARY not in f"{settings!r} {settings} {settings.model_dump_json()}"


# ---------------------------------------------------------------- the two files a user starts from


def test_every_setting_stands_in_the_example_and_nothing_else_does() -> None:
    named = re.findall(r"^# ([A-Z_]+)=", EXAMPLE, re.MULTILINE)
    assert len(named) == len(set(named))
    assert set(named) == set(known_names())


def test_the_example_as_it_comes_sets_nothing(loaded: Loaded) -> None:
    assert loaded(dotenv=EXAMPLE) == loaded()


def test_every_line_of_the_example_can_be_switched_on(loaded: Loaded) -> None:
    """Empty ones too: what is empty counts as not set."""
    settings = loaded(dotenv=re.sub(r"^# ([A-Z_]+=)", r"\1", EXAMPLE, flags=re.MULTILINE))
    assert settings.llm.base_url == "https://api.openai.com/v1"
    assert settings.llm.draft.temperature is None
    assert settings.budget.daily_usd is None
    assert settings.prompts_dir is None
    assert [feed.url for feed in settings.feeds] == ["https://example.org/feed.xml", "https://example.org/zh.xml"]
    assert [outlet.host or outlet.name for outlet in settings.sources.outlets] == ["example.org", "某公众号"]


def test_the_values_in_the_example_are_the_defaults_or_marked_by_an_example_address(loaded: Loaded) -> None:
    default = loaded()
    invented = {"OPENAI_BASE_URL", "NEWSBOT_LLM__PRICES", "NEWSBOT_FEEDS", "NEWSBOT_SEARCH__RSS"}
    invented |= {"NEWSBOT_SOURCES__OUTLETS"}
    invented |= {"NEWSBOT_FETCH__ALLOW_ORIGINS", "NEWSBOT_NOTIFY__URLS"}
    for name, value in re.findall(r"^# ([A-Z_]+)=(.+)$", EXAMPLE, re.MULTILINE):
        if name not in invented:
            assert loaded(dotenv=f"{name}={value}\n") == default, name


def test_the_file_that_init_writes_loads_and_turns_a_search_on(loaded: Loaded) -> None:
    settings = loaded(_settings(UNASKED))
    assert len(settings.search.rss) == 1 and "{query}" in settings.search.rss[0]
    default = loaded()
    assert settings.model_copy(update={"search": default.search}) == default


@pytest.mark.parametrize("model", ["", 'odd "name"', "qwen2.5:1.5b"])
@pytest.mark.parametrize("base_url", ["", "http://127.0.0.1:11434/v1", "https://api.deepseek.com/v1"])
def test_whatever_is_answered_the_file_loads_and_holds_the_answers(loaded: Loaded, model: str, base_url: str) -> None:
    odd = Feed(url="https://a.example/?a=1&b=<2>", title='"甲" & \\', topics=("a", "'b'"), weight=2.5)
    answers = {
        "base_url": base_url,
        "model": model,
        "site": 'my "site"\\中文',
        "feeds": (odd, *starter_feeds()),
        "daily_usd": 2.5,
        "key": CANARY,
    }
    text = _settings(answers)
    settings = loaded(text)
    assert CANARY not in text
    assert (settings.llm.draft_model, settings.llm.judge_model, settings.llm.base_url) == (model, model, base_url)
    assert str(settings.site.dir) == answers["site"]
    assert tuple(Feed(**feed.model_dump()) for feed in settings.feeds) == answers["feeds"]
    assert settings.budget.daily_usd == 2.5
    free = bool(model) and "127.0.0.1" in base_url
    assert [price.output for price in settings.llm.prices.values()] == ([0.0] if free else [])


def test_every_commented_key_of_the_file_is_a_setting_and_shows_its_default(loaded: Loaded) -> None:
    commented = re.sub(r'^# (?=[a-z_]+ = |"my-model" = |\[[a-z.]+\]$)', "", _settings(UNASKED), flags=re.MULTILINE)
    settings = loaded(commented)
    default = Settings.model_construct().model_dump()
    illustrated = {"prompts_dir", "templates_dir", "llm.base_url", "llm.draft_model", "llm.judge_model"}
    illustrated |= {"llm.prices", "budget.daily_usd", "fetch.contact", "search.rss", "publish.card_font"}
    illustrated |= {"budget.monthly_usd", "budget.story_usd", "budget.run_usd", "budget.minute_tokens"}
    held = _flat(tomllib.loads(commented))
    assert len(held) > 25
    for path in held - illustrated:
        assert _at(settings.model_dump(), path) == _at(default, path), path


def test_the_examples_in_the_list_of_feeds_can_be_switched_on(loaded: Loaded) -> None:
    settings = loaded(re.sub(r'^  # (?=["{])', "  ", _settings(UNASKED), flags=re.MULTILINE))
    assert len(settings.feeds) > 2
    used = set[str]().union(*(feed.model_dump(exclude_defaults=True) for feed in settings.feeds))
    assert used == set(FeedSettings.model_fields)


def test_both_files_name_every_option_of_a_feed() -> None:
    """They stand in a comment above the list."""
    (told,) = re.findall(r"any of (.*)\.\n# NEWSBOT_FEEDS=", EXAMPLE)
    assert ["url", *told.split(", ")] == list(FeedSettings.model_fields)
    comment = TEMPLATE[TEMPLATE.index("# Feeds that are followed") : TEMPLATE.index("feeds = [")]
    assert all(re.search(rf"\b{name}\b", comment) for name in FeedSettings.model_fields)


def test_the_examples_in_the_list_of_outlets_can_be_switched_on_and_both_files_name_every_option(
    loaded: Loaded,
) -> None:
    settings = loaded(re.sub(r'^  # (?=["{])', "  ", _settings(UNASKED), flags=re.MULTILINE))
    used = set[str]().union(*(each.model_dump(exclude_defaults=True) for each in settings.sources.outlets))
    assert used == set(Outlet.model_fields)
    for text in (EXAMPLE, TEMPLATE):
        (told,) = re.findall(r"(?:hosts|below them\)), or tables with any of (.*)\.$", text, re.MULTILINE)
        assert told.replace(" and ", ", ").split(", ") == list(Outlet.model_fields)


def test_the_template_and_the_example_name_every_variable_scripts_may_set() -> None:
    assert set(OPENAI_NAMES) <= set(re.findall(r"[A-Z_]{6,}", EXAMPLE))
    assert "OPENAI_API_KEY" in TEMPLATE


def _flat(table: Mapping[str, Any], above: str = "") -> set[str]:
    """Dotted paths of a TOML document's settings; `llm.prices` is one of them."""
    paths: set[str] = set()
    for name, value in table.items():
        path = f"{above}{name}"
        paths |= _flat(value, f"{path}.") if isinstance(value, dict) and path != "llm.prices" else {path}
    return paths


def _at(values: Mapping[str, Any], path: str) -> Any:
    found: Any = values
    for name in path.split("."):
        found = found[name]
    return list(found) if isinstance(found, tuple) else found
