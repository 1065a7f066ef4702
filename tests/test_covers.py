"""Pictures of articles: an editor's own file with its credit, or none; never one of a source."""

import base64
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from article_sample import STORY, TEMPLATE, draft, evidence, form, verdict
from newsbot import article, publishing
from newsbot.article import Cover
from newsbot.edges.content import ContentFolder
from newsbot.errors import Conflict, ParseError, UsageError, Withheld
from newsbot.publishing import Order
from publish_world import NAMED, PublishWorld, publish_world
from test_feature import built as feature_built

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CREDIT = {"credit": "摄影：林工", "licence": "CC BY 4.0"}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[PublishWorld]:
    async with publish_world(tmp_path) as opened:
        yield with_static(opened, tmp_path)


def with_static(opened: PublishWorld, tmp: Path, *, bundle: bool = False) -> PublishWorld:
    site = ContentFolder(opened.folder, bundle=bundle, static=tmp / "site" / "static")
    return replace(opened, publisher=replace(opened.publisher, site=site))


def picture(tmp: Path, content: bytes = PNG, name: str = "港口.png") -> str:
    (tmp / name).write_bytes(content)
    return str(tmp / name)


def order(path: str, **told: str) -> Order:
    return NAMED.model_copy(update={"cover": Cover(image=path, **{**CREDIT, **told})})


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


async def test_without_a_picture_nothing_stands_in_the_file(desk: PublishWorld) -> None:
    await desk.reviewed()
    ended = await desk.published()
    text = Path(ended.published.path).read_text(encoding="utf-8")
    assert 'cover:\n  image: ""\n' in text and "image_credit" not in text
    assert ended.published.picture == ""


async def test_an_editors_picture_is_copied_and_named_with_its_credit(desk: PublishWorld, tmp_path: Path) -> None:
    await desk.reviewed()
    ended = await desk.published(order(picture(tmp_path)))
    stem = Path(ended.published.name).stem
    (shown,) = below(tmp_path / "site" / "static")
    assert shown == f"covers/{stem}.{ended.published.picture}"
    assert (tmp_path / "site" / "static" / shown).read_bytes() == PNG
    text = Path(ended.published.path).read_text(encoding="utf-8")
    assert f'cover:\n  image: "{shown}"\n  alt: "临江港上线语音调度模型，等泊时间缩短11分钟"\n' in text
    assert 'image_credit: "摄影：林工"\nimage_licence: "CC BY 4.0"\n' in text
    assert list(_keys(text))[:13] == list(_keys(article.finish(_document(), _template())))[:13]
    assert article.cover_of(article.parse(text)) is not None


def _keys(text: str) -> list[str]:
    return [field.key for field in article.parse(text).front]


def _document() -> article.Document:
    return article.build(verdict(draft()), evidence(), STORY, form()).document


def _template() -> str:
    from article_sample import TEMPLATE

    return TEMPLATE


async def test_in_a_bundle_it_lies_beside_the_article_and_goes_with_it(tmp_path: Path) -> None:
    async with publish_world(tmp_path, bundle=True) as opened:
        desk = with_static(opened, tmp_path, bundle=True)
        await desk.reviewed()
        ended = await desk.published(order(picture(tmp_path)))
        stem = Path(ended.published.name).stem
        assert desk.files() == sorted([f"{stem}/index.md", f"{stem}/{ended.published.picture}"])
        assert f'image: "{ended.published.picture}"' in Path(ended.published.path).read_text(encoding="utf-8")
        await publishing.undo(await desk.row(), desk.publisher, "陈编辑")
        assert desk.files() == []
        assert not (desk.folder / stem).exists()


async def test_a_withdrawn_article_loses_its_picture_and_one_that_was_changed_stays(
    desk: PublishWorld, tmp_path: Path
) -> None:
    await desk.reviewed()
    await desk.published(order(picture(tmp_path)))
    (shown,) = (tmp_path / "site" / "static" / "covers").iterdir()
    shown.write_bytes(b"somebody else's")
    await publishing.withdraw(await desk.row(), desk.publisher, "陈编辑", "来源撤回", remove=False)
    assert shown.read_bytes() == b"somebody else's"
    (file,) = desk.files()
    text = (desk.folder / file).read_text(encoding="utf-8")
    assert 'cover:\n  image: ""\n' in text and "image_credit" not in text


@pytest.mark.parametrize("missing", ["credit", "licence"])
async def test_without_credit_or_licence_nothing_is_published(desk: PublishWorld, tmp_path: Path, missing: str) -> None:
    path = await desk.reviewed()
    with pytest.raises(UsageError, match="--credit and --licence"):
        await desk.published(order(picture(tmp_path), **{missing: " "}))
    written = {"image_credit": "林工", "image_licence": "CC0"}
    del written[f"image_{missing}"]
    lines = "".join(f'{key}: "{value}"\n' for key, value in written.items())
    _edit(path, 'image: ""', 'image: "a.png"', lines)
    with pytest.raises(Withheld, match=r"cover \(credit\)"):
        await desk.published()
    assert desk.files() == []


def _edit(path: Path, old: str, new: str, lines: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1).replace("kind: ", f"{lines}kind: ", 1), encoding="utf-8")


BOTH = 'image_credit: "林工"\nimage_licence: "CC0"\n'


@pytest.mark.parametrize(
    ("image", "rule"),
    [
        ("https://a.example/x.png", "another site"),
        ("//a.example/x.png", "another site"),
        ("data:image/png;base64,AAAA", "another site"),
        ("/etc/hostname", "without .."),
        ("../secret.png", "without .."),
        ("a/../../secret.png", "without .."),
    ],
)
async def test_addresses_and_paths_outside_are_refused(desk: PublishWorld, image: str, rule: str) -> None:
    _edit(await desk.reviewed(), 'image: ""', f'image: "{image}"', BOTH)
    with pytest.raises(Withheld, match=rule):
        await desk.published()
    assert desk.files() == []


async def test_a_picture_that_the_draft_names_is_taken_from_beside_it(desk: PublishWorld, tmp_path: Path) -> None:
    path = await desk.reviewed()
    picture(path.parent, name="own.png")
    _edit(path, 'image: ""', 'image: "own.png"', BOTH)
    ended = await desk.published()
    assert ended.published.picture.startswith("cover-")
    assert len(below(tmp_path / "site" / "static")) == 1


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIT", b"RIFF0000WAVE", b"%PDF-1.7"]
)
async def test_what_is_no_picture_is_refused(desk: PublishWorld, tmp_path: Path, content: bytes) -> None:
    await desk.reviewed()
    with pytest.raises(ParseError, match="PNG, JPEG, WebP or GIF"):
        await desk.published(order(picture(tmp_path, content)))
    with pytest.raises(ParseError, match="does not exist"):
        await desk.published(order(str(tmp_path / "gone.png")))
    with pytest.raises(UsageError, match="local file"):
        await desk.published(order("https://a.example/x.png"))
    assert desk.files() == []


async def test_another_picture_of_that_name_is_never_written_over(desk: PublishWorld, tmp_path: Path) -> None:
    await desk.reviewed()
    dry = await desk.published(order(picture(tmp_path)).model_copy(update={"dry": True}))
    there = tmp_path / "site" / "static" / "covers" / f"{Path(dry.published.name).stem}.{dry.published.picture}"
    assert not there.exists()
    there.parent.mkdir(parents=True)
    there.write_bytes(b"mine")
    with pytest.raises(Conflict, match="another picture"):
        await desk.published(order(picture(tmp_path)))
    assert there.read_bytes() == b"mine" and desk.files() == []


@pytest.mark.parametrize("bundle", [False, True])
async def test_git_takes_the_picture_with_the_article(tmp_path: Path, bundle: bool) -> None:
    """And takes both away; of a bundle the folder is then gone as well."""
    async with publish_world(tmp_path, bundle=bundle) as opened:
        await _through_git(with_static(opened, tmp_path, bundle=bundle), tmp_path, bundle)


async def _through_git(desk: PublishWorld, tmp_path: Path, bundle: bool) -> None:
    def git(*args: str) -> str:
        who = ["-c", "user.name=x", "-c", "user.email=x@x.example"]
        return subprocess.run(
            ["git", *who, *args], cwd=tmp_path / "site", check=True, capture_output=True, text=True
        ).stdout

    (tmp_path / "site").mkdir(exist_ok=True)
    git("init", "-q")
    git("config", "user.name", "x")
    git("config", "user.email", "x@x.example")
    (tmp_path / "site" / "other").write_text("x")
    git("commit", "-q", "--allow-empty", "-m", "first")
    await desk.reviewed()
    policy = replace(desk.publisher.policy, git="commit")
    await publishing.publish(await desk.row(), replace(desk.publisher, policy=policy), order(picture(tmp_path)))
    shown = sorted(line.partition("/")[0] for line in git("show", "--name-only", "--format=").split())
    assert shown == ["content", "content" if bundle else "static"]
    _, told = await publishing.withdraw(
        await desk.row(), replace(desk.publisher, policy=policy), "陈编辑", "来源撤回", remove=True
    )
    assert git("status", "--porcelain").split() == ["??", "other"], told


def test_a_feature_has_its_picture_under_featured_image() -> None:
    document, text = feature_built()
    shown = article.covered(document, Cover(image="covers/a.png", credit="林工", licence="CC0"))
    front = {field.key: field.value for field in shown.front}
    assert front["featured_image"].quoted == "covers/a.png"  # type: ignore[union-attr]
    assert "cover" not in front and front["image_credit"].quoted == "林工"  # type: ignore[union-attr]
    assert article.covered(shown, None) == document
    assert 'featured_image: ""' in text


@pytest.mark.parametrize(("image", "relative"), [("covers/a.png", False), ("cover-1.png", True)])
def test_papermod_is_told_whose_the_picture_is_and_where_it_lies(image: str, relative: bool) -> None:
    """It prints `caption`, and gives shared links a picture of the article's folder only where it is `relative`."""
    document = article.build(verdict(draft()), evidence(), STORY, form()).document
    shown = article.covered(document, Cover(image=image, credit="林工", licence="CC0"))
    cover = yaml.safe_load(article.finish(shown, TEMPLATE).split("---\n")[1])["cover"]
    assert cover.pop("alt") and cover == {
        "image": image,
        "caption": "林工（CC0）",
        **({"relative": True} if relative else {}),
    }
    assert article.covered(shown, None) == document
