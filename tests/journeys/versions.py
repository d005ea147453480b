"""A second version of the built app, as the next release would be: other names, bytes and number."""

import hashlib
import re
import shutil
from pathlib import Path

from server.settings import ROOT

BUILD = ROOT / "pwa" / "dist"
_NAMED = re.compile(r"-([A-Za-z0-9_-]{8})\.(js|css)$")
_TEXT = {".js", ".css", ".html"}


def next_version(folder: Path, number: str) -> Path:
    """Every hashed file gets a new name, so that nothing of the old build fits the new one by chance."""
    shutil.copytree(BUILD, folder)
    renamed = {
        path.name: _NAMED.sub(lambda found: f"-{found[1][::-1]}.{found[2]}", path.name)
        for path in (folder / "assets").iterdir()
    }
    for path in [path for path in folder.rglob("*") if path.suffix in _TEXT]:
        text = path.read_text()
        for before, after in renamed.items():
            text = text.replace(before, after)
        path.write_text(re.sub(r"([\"'`])0\.1\.0\1", rf"\g<1>{number}\g<1>", text))
        if path.name in renamed:
            path.rename(path.with_name(renamed[path.name]))
    page = hashlib.md5((folder / "index.html").read_bytes(), usedforsecurity=False).hexdigest()
    worker = folder / "worker.js"
    told, times = re.subn(
        r'("revision":")[0-9a-f]{32}(","url":"index.html")', rf"\g<1>{page}\g<2>", worker.read_text()
    )
    assert times == 1
    worker.write_text(told)
    return folder
