"""What a newsroom keeps in its own files: prompts, templates, kinds of article, names and terms."""

from newsbot import glossary, kinds
from newsbot.edges.files import kept_text
from newsbot.errors import ParseError, SettingsError
from newsbot.news import Kind
from newsbot.newsroom import World
from newsbot.prompts import Folder, packaged
from newsbot.settings import Settings
from newsbot.wording import Term, rows


def folders(settings: Settings) -> tuple[Folder, Folder]:
    """The prompts and the templates: a user's own folder first."""
    return (
        Folder("prompt", (settings.prompts_dir, packaged("prompts"))),
        Folder("template", (settings.templates_dir, packaged("templates"))),
    )


def kinds_of(prompts: Folder) -> dict[str, Kind]:
    """The kinds of article there are, by name. Raises `SettingsError` for a declaration that is no use."""
    return kinds.known(prompts.declared(kinds.FILE))


def own_names(settings: Settings) -> tuple[glossary.Entry, ...]:
    """The newsroom's own rows of names; none where its file is missing. Raises `SettingsError` with file and line."""
    return glossary.rows(kept_text(settings.names_file), str(settings.names_file))


async def terms_of(settings: Settings, world: World) -> tuple[Term, ...]:
    """The house's own terms; none where no file is set and none lies in the folder. Raises `SettingsError`."""
    file = settings.terms_file
    if not file.is_file() and "terms_file" not in settings.model_fields_set:
        return ()
    try:
        text = (await world.files.read(str(file))).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not in UTF-8; save it so") from error
    except ParseError as error:
        raise SettingsError(f"terms_file: {error}") from error
    return rows(text, file.name)
