"""Where the fetcher connects: proved with real sockets in a network of its own, where every address is ours.

What the rules say of each address and name, without a network, is in test_fetch.py.
"""

import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCENARIO = Path(__file__).with_name("ssrf_scenario.py")
ATTACKS = Path(__file__).parents[2] / "shared" / "data" / "attacks" / "ssrf_urls.jsonl"

PUBLIC = "93.184.216.34"
PUBLIC_TOO = "93.184.216.35"
NAMES: dict[str, list[list[str]]] = {  # each look-up gets the next list of addresses
    "pub.test": [[PUBLIC]],
    "pub2.test": [[PUBLIC_TOO]],
    "both.test": [[PUBLIC, PUBLIC_TOO]],
    "priv.test": [["10.0.0.1"]],
    "multi-a.test": [[PUBLIC, "127.0.0.1"]],
    "multi-b.test": [["127.0.0.1", PUBLIC]],
    "multi6.test": [[PUBLIC, "::1"]],
    "mapped.test": [["::ffff:127.0.0.1"]],
    "nat64.test": [["64:ff9b::7f00:1"]],
    "ula.test": [["fd00::1"]],
    "any4.test": [["0.0.0.0"]],
    "any6.test": [["::"]],
    "cgnat.test": [["100.64.0.1"]],
    "compat.test": [["::127.0.0.1"]],
    "sixtofour.test": [["2002:7f00:1::"]],
    "rebind1.test": [[PUBLIC], ["127.0.0.1"]],
    "rebind2.test": [["169.254.169.254"], [PUBLIC]],
    "rebind3.test": [[PUBLIC], [PUBLIC], ["::1"], [PUBLIC, "192.168.0.1"]],
}
PRIVATE = (  # one of each spelling and range; each is an address of the test's network, watched on ports 80 and 443
    "127.0.0.1",
    "127.1",
    "0",
    "0.0.0.0",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "2130706433",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "localhost",
    "LOCALHOST.",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fd00::1]",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "0xA9FEA9FE",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "240.0.0.1",
    "priv.test",
    "multi-a.test",
    "multi-b.test",
    "multi6.test",
    "mapped.test",
    "nat64.test",
    "ula.test",
    "any4.test",
    "any6.test",
    "cgnat.test",
    "compat.test",
    "sixtofour.test",
)
CHANGING = ("rebind1.test", "rebind2.test", "rebind3.test")
WATCHED = ("127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1", "fd00::1", "64:ff9b::7f00:1")


@functools.cache
def namespace() -> tuple[str, ...]:
    """The command that runs a program in a network of its own; skips where the system does not let us."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("there is no `unshare` to make a network namespace with")
    for options in (("-r", "-n"), ("-n",)):
        if subprocess.run([unshare, *options, "true"], check=False, capture_output=True).returncode == 0:
            return (unshare, *options)
    pytest.skip("this system makes no network namespaces for us")


def seen(*urls: str) -> dict[str, Any]:
    """How fetching these went in the test's network, and who was connected to."""
    plan = {"names": NAMES, "urls": urls, "watched": WATCHED}
    done = subprocess.run(
        [*namespace(), sys.executable, str(SCENARIO)],
        input=json.dumps(plan),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["watched"] == list(WATCHED), "the test's network does not watch what it should"
    return result


def private(result: dict[str, Any]) -> set[str]:
    """The addresses connected to that are not the public ones of this test."""
    return {host for host, _ in map(str.split, result["connections"])} - {PUBLIC, PUBLIC_TOO, "1.1.1.1"}


def test_no_spelling_of_a_private_address_is_connected_to() -> None:
    """Neither asked for, nor as the end of a redirect from a public host."""
    direct = [f"http://{host}/" for host in PRIVATE] + [f"https://{host}/" for host in PRIVATE]
    redirected = [f"http://pub.test/redir?to=http://{host}/" for host in PRIVATE]
    result = seen(*direct, *redirected)
    assert private(result) == set()
    assert result["connections"] == {f"{PUBLIC} 80": result["connections"][f"{PUBLIC} 80"]}
    assert {end for ends in result["endings"].values() for end in ends} <= {"private-address", "url"}


def test_a_name_that_changes_between_look_ups_is_read_where_it_is_public_and_nowhere_else() -> None:
    result = seen(*(f"http://{host}/" for host in CHANGING))
    assert private(result) == set()
    for host in CHANGING:
        assert set(result["endings"][f"http://{host}/"]) == {f"read http://{host}/", "private-address"}


def test_public_hosts_and_redirects_between_them_are_read() -> None:
    result = seen(
        "http://pub.test/",
        "http://both.test/",
        f"http://{PUBLIC}/",
        "http://PUB.test:80/redir?to=http://pub2.test/there",
        "http://pub.test/redir?to=//pub2.test/redir?to=http://pub.test/back",
    )
    assert {url: set(ends) for url, ends in result["endings"].items()} == {
        "http://pub.test/": {"read http://pub.test/"},
        "http://both.test/": {"read http://both.test/"},
        f"http://{PUBLIC}/": {f"read http://{PUBLIC}/"},
        "http://PUB.test:80/redir?to=http://pub2.test/there": {"read http://pub2.test/there"},
        "http://pub.test/redir?to=//pub2.test/redir?to=http://pub.test/back": {"read http://pub.test/back"},
    }
    assert private(result) == set()


@pytest.mark.skipif(not ATTACKS.exists(), reason="the collection of attacks (../shared/data/attacks) is not here")
def test_no_address_of_the_attack_collection_leads_to_a_private_address() -> None:
    """But for the public addresses among them, none is read."""
    urls = [json.loads(line)["url"] for line in ATTACKS.read_text("utf-8").splitlines()]
    result = seen(*dict.fromkeys(urls))
    assert private(result) == set()
    read = {url for url, ends in result["endings"].items() if any(end.startswith("read ") for end in ends)}
    assert all("pub.test" in url or "1.1.1.1" in url or "rebind" in url for url in read), read
