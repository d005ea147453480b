"""The built app, kept in memory: compressed once, named by its bytes, with the headers each file needs."""

import gzip
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from litestar import Request, Response, route
from litestar.enums import HttpMethod
from litestar.params import FromPath

from server.api.guards import PAGE_POLICY
from server.refusals import Refused

_HASHED = re.compile(r"^assets/.+-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
_COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "image/svg+xml",
)
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}
_NOT_OURS = ("api/", "calendar/", "reflections/")
SEALED = {"reflections": "reflections/index.html", "reflections/check": "reflections/check.html"}
"""Pages that share nothing with the app. Source: docs/privacy.md, "Reflections"."""
_SEALED_HEADERS = "reflections/headers.json"
_NOT_BUILT = b"The app is not built yet. Start it with ./run\n"


@dataclass(frozen=True, slots=True)
class File:
    """One file of the build, in every form it is sent in."""

    media_type: str
    cache: str
    name: str
    forms: dict[str, bytes]
    """Content-Encoding -> bytes; "" is as it is."""
    headers: dict[str, str]
    """Its own: a page may run what its policy names and nothing else."""

    def tag(self, encoding: str) -> str:
        return f'"{self.name}{"-" + encoding if encoding else ""}"'


def load(build: Path) -> dict[str, File]:
    """Read the whole build; its folders may change on disk afterwards without harm."""
    named = build / _SEALED_HEADERS
    own: dict[str, dict[str, str]] = json.loads(named.read_bytes()) if named.exists() else {}
    return {
        name: _file(name, path.read_bytes(), json.dumps(own.get(name)))
        for path in sorted(build.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".map" and path != named
        for name in [path.relative_to(build).as_posix()]
    }


@lru_cache(1024)
def _file(name: str, content: bytes, own: str) -> File:
    """Compressing a whole build takes a second: an application that is built again has it already."""
    media_type = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    forms = {"": content}
    if media_type.startswith(_COMPRESSED) and len(content) > 300:
        forms["br"] = brotli.compress(content, quality=11)
        forms["gzip"] = gzip.compress(content, 9, mtime=0)
    # sw.js and pages must be asked for again each time, or a phone would keep an old app for ever.
    cache = "public, max-age=31536000, immutable" if _HASHED.match(name) else "no-cache"
    # A browser that holds the bytes keeps the headers it got with them: other headers are another file.
    name = hashlib.sha256(content + own.encode()).hexdigest()[:20]
    return File(media_type, cache, name, forms, json.loads(own) or {"content-security-policy": PAGE_POLICY})


@route(["/", "/{path:path}"], http_method=[HttpMethod.GET, HttpMethod.HEAD], include_in_schema=False)
async def page(request: Request[Any, Any, Any], path: FromPath[str] = "") -> Response[bytes]:
    """A file of the build; an address of the app's own (a navigation) gets the page that shows it."""
    files: dict[str, File] = request.app.state.files
    name = path.strip("/") or "index.html"
    file = files.get(SEALED.get(name, name))
    if file is None and f"{name}/".startswith(_NOT_OURS):
        raise Refused("not-found")
    if file is None and _navigates(request, name):
        if not files:
            return Response(_NOT_BUILT, status_code=404, media_type="text/plain")
        file = files.get("index.html")
    if file is None:
        raise Refused("not-found")
    return _answer(request, file)


def _navigates(request: Request[Any, Any, Any], name: str) -> bool:
    mode = request.headers.get("sec-fetch-mode")
    if mode is not None:
        return mode == "navigate"
    return "text/html" in request.headers.get("accept", "") or "." not in name.rpartition("/")[2]


def _answer(request: Request[Any, Any, Any], file: File) -> Response[bytes]:
    accepted = _accepted(request.headers.get("accept-encoding", ""))
    encoding = next((form for form in ("br", "gzip") if form in file.forms and form in accepted), "")
    headers = {
        "ETag": file.tag(encoding),
        "Cache-Control": file.cache,
        **file.headers,
    }
    if len(file.forms) > 1:
        headers["Vary"] = "Accept-Encoding"
    if holds(request, headers["ETag"]):
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    if encoding:
        headers["Content-Encoding"] = encoding
    content = file.forms[encoding]
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(content))
        content = b""
    return Response(content, headers=headers, media_type=file.media_type)


def holds(request: Request[Any, Any, Any], tag: str) -> bool:
    """Whoever asks has the very bytes that this tag stands for."""
    held = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    return "*" in held or tag in held


def _accepted(header: str) -> set[str]:
    accepted = set()
    for part in header.split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            accepted.add(name.strip().lower())
    return accepted
