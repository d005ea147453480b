"""The sealed page's own rules: what its source and its built file may not name, and who knows of it.

Source: docs/privacy.md, "Reflections". "Check the seal" names everything, and is the only one that may.
"""

import re
from html import unescape

import pytest

from server.settings import ROOT
from tests.architecture.sources import typescript

HERE = "pwa/src/reflections/"
CHECK = f"{HERE}check/"
TAKEN_AWAY = f"{HERE}room/seal.ts"
"""The list of names that the room deletes before anything else."""
DATABASE = "alongside-reflections"

NEVER = {
    "a window or an address": r"\b(?:window|globalThis|self|top|parent)\s*\.\s*open\b|"
    r"(?<![\w$.#])open\s*\(\s*[^)\s]",
    "a cookie": r"\bcookie",
    "a store that others read": r"\b(?:localStorage|sessionStorage|caches|BroadcastChannel|SharedWorker)\b",
    "a worker": r"\b(?:serviceWorker|Worker|Worklet|audioWorklet|importScripts)\b",
    "a script made here": r"\bimport\s*\(|\beval\s*\(|(?<![\w$])Function\s*\(|\bjavascript:",
    "the network": r"\b(?:fetch|fetchLater|XMLHttpRequest|sendBeacon|WebSocket|WebSocketStream|EventSource|"
    r"WebTransport|RTC\w+|FontFace|PaymentRequest|Image|Audio)\b(?!\w*`?:)",
    "another address": r"\blocation\s*(?:=[^=]|\.\s*(?!reload\(\)|hash\b)\w|\[)|\bhistory\s*\.|"
    r"\bdocument\s*\.\s*URL\b",
    "HTML from text": r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|DOMParser|setHTML\w*|"
    r"createContextualFragment|parseHTMLUnsafe)\b|document\s*\.\s*write",
    "styles from text": r"\b(?:insertRule|replaceSync|adoptedStyleSheets|cssText)\b|\.style\b|"
    r"[\"'`]style[\"'`]",
    "whatever is round it": r"\b(?:top|parent|opener|frameElement)\s*[.\[]|\bframes\s*\[",
    "something that loads": r"(?:createElement|\bh)\s*\(\s*[\"'`](?:img|image|link|script|iframe|frame|form|"
    r"object|embed|video|audio|source|track|meta|base|svg|portal)[\"'`]",
    "an address in an attribute": r"\.(?:src|srcset|action|formAction|ping|poster|data-src)\s*=[^=]|"
    r"[\"'`](?:src|srcset|action|formaction|ping|poster|href)[\"'`]",
}
ONCE = {
    # Read the day in the link that led here, and load anew to lock.
    "shell": {r"\blocation\.hash\b": 1, r"\blocation\.reload\(\)": 1, r"\.href\s*=[^=]": 1, r"\bopener\b": 1},
    "room": {r"\blocation\b": 0, r"\.href\b": 0, r"\bopener\b": 0, r"\bindexedDB\b": 0, r"\bcrypto\b": 0},
}


def parts() -> dict[str, str]:
    """The scripts of the page as it is built."""
    page = (ROOT / "pwa" / "dist" / "reflections" / "index.html").read_text()
    outer, _, rest = page.partition('srcdoc="')
    inner, _, after = rest.partition('"')
    return {
        name: "".join(re.findall(r"<script>(.*?)</script>", text, re.DOTALL))
        for name, text in (("shell", outer + after), ("room", unescape(inner)))
    }


def without_list(script: str) -> str:
    """The room's script without the names that it deletes: they stand in one array, before anything."""
    found = re.search(
        r"for\s*\((?:let|const|var) \w+ of\s*\[([^\]]*)\]\)\s*\{?\s*Reflect\.deleteProperty\(", script
    )
    assert found is not None
    assert script.index("for") == found.start() < 60, "It is not the first statement"
    return script.replace(found[1], "", 1)


def sources() -> dict[str, str]:
    return {
        name: text
        for name, text in typescript()
        if name.startswith(HERE) and not name.startswith(CHECK) and name != TAKEN_AWAY
    }


def built() -> dict[str, str]:
    made = parts()
    return {"the built shell": made["shell"], "the built room": without_list(made["room"])}


@pytest.mark.parametrize("what", NEVER)
def test_neither_the_source_nor_the_built_page_names(what: str) -> None:
    found = [
        f"{name}: {text[max(0, match.start() - 40) : match.end() + 40]!r}"
        for name, text in (sources() | built()).items()
        for match in re.finditer(NEVER[what], text)
        if not _allowed(what, text, match)
    ]
    assert not found


def _allowed(what: str, text: str, match: re.Match[str]) -> bool:
    # The database, a private method of that name, and one function of a file.
    if what == "a window or an address":
        return "indexedDB.open" in text[match.start() - 12 : match.end()]
    # The one line that forgets who opened the page.
    return what == "whatever is round it" and match[0].startswith("opener")


@pytest.mark.parametrize("part", ONCE)
def test_the_built_parts_say_these_so_many_times(part: str) -> None:
    script = parts()[part]
    assert {pattern: len(re.findall(pattern, script)) for pattern in ONCE[part]} == ONCE[part]


def test_messages_pass_over_one_channel() -> None:
    made = parts()
    assert len(re.findall(r"new MessageChannel\b", made["shell"])) == 1
    assert "MessageChannel" not in made["room"]
    # To a window, which means with a target: once, to hand over the port. All else goes over that port.
    to_a_window = re.compile(r"postMessage\s*\([^()]*,\s*[\"'`]\*[\"'`]")
    assert len(to_a_window.findall(made["shell"])) == 1
    assert not to_a_window.findall(made["room"])
    senders = {name for name, text in sources().items() if "postMessage" in text}
    assert senders == {f"{HERE}room/port.ts", f"{HERE}shell/main.ts"}


def test_only_the_shell_makes_a_file_and_only_to_keep() -> None:
    assert {name for name, text in sources().items() if "createObjectURL" in text} == {
        f"{HERE}shell/leaving.ts"
    }
    assert "createObjectURL" not in parts()["room"]


def test_it_imports_its_own_files_and_nothing_imports_it() -> None:
    imported = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](?P<what>[^"'\n]+)["']""")
    found = []
    for name, text in typescript():
        for match in imported.finditer(text):
            inside = name.startswith(HERE)
            path = _resolved(name, match["what"])
            if inside != path.startswith(HERE):
                found.append(f"{name} imports {match['what']}")
    assert not found


def _resolved(name: str, what: str) -> str:
    if not what.startswith("."):
        return what
    steps = name.split("/")[:-1]
    for step in what.split("/"):
        if step == "..":
            steps.pop()
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def test_the_room_imports_nothing_of_the_shell_and_the_shell_nothing_of_the_room() -> None:
    found = [
        name
        for name, text in sources().items()
        for mine, others in (("room", "shell"), ("shell", "room"))
        if name.startswith(f"{HERE}{mine}/") and re.search(rf"""["']\.\./{others}/""", text)
    ]
    assert not found


def test_its_database_is_its_own() -> None:
    name = re.compile(rf"""["'`]{DATABASE}["'`]""")
    assert {where for where, text in typescript() if name.search(text)} == {f"{HERE}shell/store.ts"}
    scripts = [*(ROOT / "pwa" / "dist" / "assets").glob("*.js"), ROOT / "pwa" / "dist" / "worker.js"]
    assert not [script.name for script in scripts if name.search(script.read_text())]


@pytest.mark.parametrize(
    ("what", "leak"),
    [
        ("a window or an address", "window.open(address)"),
        ("a window or an address", "open(`https://x.example/${word}`)"),
        ("a cookie", "document.cookie = word"),
        ("a store that others read", "localStorage.a = word"),
        ("a worker", "navigator.serviceWorker.controller.postMessage(word)"),
        ("a script made here", "import(address)"),
        ("the network", "fetch(address)"),
        ("the network", "new Image().x"),
        ("another address", "location.href=`/${word}`"),
        ("another address", "location = word"),
        ("HTML from text", "body.innerHTML = word"),
        ("styles from text", "body.style.background = word"),
        ("whatever is round it", "parent.postMessage(word, '*')"),
        ("something that loads", 'document.createElement("img")'),
        ("an address in an attribute", "thing.src = word"),
    ],
)
def test_each_of_these_would_be_found(what: str, leak: str) -> None:
    assert re.search(NEVER[what], leak)
