"""The pages under /reflections/: one file each, only its own scripts, and bytes that anybody can compare."""

import base64
import hashlib
import json
import re
import subprocess
from html import unescape
from pathlib import Path

import pytest

from server.settings import ROOT

BUILT = ROOT / "pwa" / "dist" / "reflections"
HEADERS: dict[str, dict[str, str]] = json.loads((BUILT / "headers.json").read_text())
PAGES = [ROOT / "pwa" / "dist" / name for name in HEADERS]


def parts(page: Path) -> tuple[str, str]:
    """The shell's HTML without the room's, and the room's."""
    outer, found, rest = page.read_text().partition('srcdoc="')
    inner, _, after = rest.partition('"')
    assert found
    return outer + after, unescape(inner)


def hashes(text: str, element: str) -> set[str]:
    inside = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
    return {
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in inside
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_policy_names_its_own_scripts_and_styles_and_nothing_else(page: Path) -> None:
    policy = dict(
        directive.partition(" ")[::2]
        for directive in HEADERS[f"reflections/{page.name}"]["content-security-policy"].split("; ")
    )
    for directive, element in (("script-src", "script"), ("style-src", "style")):
        ours = set.union(*(hashes(part, element) for part in parts(page)))
        assert set(policy.pop(directive).split()) == ours
        assert len(ours) == 2
    assert policy.pop("img-src") == "blob: data:"
    assert policy.pop("require-trusted-types-for") == "'script'"
    assert set(policy.values()) == {"'none'"}
    assert set(policy) == {
        *("default-src", "connect-src", "worker-src", "frame-src", "object-src"),
        *("base-uri", "form-action", "frame-ancestors", "trusted-types"),
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_is_one_file_that_names_no_other(page: Path) -> None:
    for part in parts(page):
        markup = re.sub(r"<(script|style)>.*?</\1>", "", part, flags=re.DOTALL)
        assert re.findall(r'(?:src|href|action|data|poster|srcset)="([^"]*)"', markup) in (
            ["data:,", "/"],
            [],
        )
        assert not re.search(r"\sstyle=|\son\w+=", markup)
        for style in re.findall(r"<style>(.*?)</style>", part, re.DOTALL):
            assert "url(" not in style
            assert "@import" not in style
        assert "sourceMappingURL" not in part


def test_the_release_notes_and_the_app_say_which_bytes_they_are() -> None:
    """Whoever changes the page says so in CHANGELOG.md, with the hash that people can compare."""
    digest = hashlib.sha256((BUILT / "index.html").read_bytes()).hexdigest()
    notes = (ROOT / "CHANGELOG.md").read_text()
    assert digest in notes, f"CHANGELOG.md does not name the page of reflections as built: {digest}"
    scripts = (ROOT / "pwa" / "dist" / "assets").glob("*.js")
    assert any(digest in script.read_text() for script in scripts)


def test_the_same_source_gives_the_same_bytes() -> None:
    again = (
        "import { sealedPages } from './sealed-pages.ts';"
        "const pages = await sealedPages('src/reflections');"
        "console.log(JSON.stringify(pages.map(({ file, sha256 }) => [file, sha256])));"
    )
    made = subprocess.run(
        ("node", "--experimental-strip-types", "--no-warnings", "--input-type=module", "-e", again),
        cwd=ROOT / "pwa",
        capture_output=True,
        text=True,
        check=True,
    )
    built = [[f"reflections/{page.name}", hashlib.sha256(page.read_bytes()).hexdigest()] for page in PAGES]
    assert json.loads(made.stdout.splitlines()[-1]) == built
