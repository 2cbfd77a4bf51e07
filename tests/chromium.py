"""A headless Chromium that tests drive: pages are opened, filled in, photographed and printed.

Commands go through a pipe (`--remote-debugging-pipe`), one JSON object a message, each ended by a zero byte.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

_PATIENCE = 60


class Browser:
    """One page of one browser; nothing of it outlives the `with`."""

    def __init__(self, width: int = 1280, height: int = 900) -> None:
        self._size = (width, height)

    def __enter__(self) -> Browser:
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        read_in, self._write = os.pipe()
        self._read, write_out = os.pipe()

        def arrange() -> None:
            """The browser reads from 3 and writes to 4."""
            first, second = os.dup(read_in), os.dup(write_out)
            os.dup2(first, 3)
            os.dup2(second, 4)

        command = [
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--hide-scrollbars",
            f"--user-data-dir={self._folder.name}", f"--window-size={self._size[0]},{self._size[1]}", "about:blank",
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, preexec_fn=arrange, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(read_in)
        os.close(write_out)
        self._sent, self._rest, self.events = 0, b"", []  # type: tuple[int, bytes, list[dict[str, Any]]]
        targets = self._ask("Target.getTargets", {}, "")["targetInfos"]
        page = next(one["targetId"] for one in targets if one["type"] == "page")
        self._session = self._ask("Target.attachToTarget", {"targetId": page, "flatten": True}, "")["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(_PATIENCE)
        os.close(self._write)
        os.close(self._read)
        self._folder.cleanup()

    def _ask(self, method: str, params: dict[str, Any], session: str) -> dict[str, Any]:
        self._sent += 1
        message = {"id": self._sent, "method": method, "params": params, **({"sessionId": session} if session else {})}
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._sent:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            part = os.read(self._read, 2**16)
            if not part:
                raise RuntimeError("the browser has gone")
            self._rest += part
        first, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(first))

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        return self._ask(method, params, self._session)

    def open(self, path: Path, query: str = "", script: bool = True) -> None:
        """Load a file and wait until it stands."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not script)
        self.events.clear()
        self.ask("Page.navigate", url=path.resolve().as_uri() + query)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self._next())

    def value(self, expression: str) -> Any:
        """What an expression gives on the page."""
        found = self.ask("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"].get("text", expression))
        return found["result"].get("value")

    def photograph(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"])

    def pdf(self, path: Path) -> Path:
        """The page as the printer gets it, in the size that the page asks for."""
        printed = self.ask("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        path.write_bytes(base64.b64decode(printed["data"]))
        return path

    @property
    def complaints(self) -> list[str]:
        """What the browser refused on the page, and faults of its script."""
        told = [event["params"]["entry"]["text"] for event in self.events if event.get("method") == "Log.entryAdded"]
        faults = [event for event in self.events if event.get("method") == "Runtime.exceptionThrown"]
        return told + [str(event["params"]["exceptionDetails"].get("text")) for event in faults]

    @property
    def fetched(self) -> list[str]:
        """Every address that the page asked for beside itself."""
        asked = [event["params"] for event in self.events if event.get("method") == "Network.requestWillBeSent"]
        return [one["request"]["url"] for one in asked if one.get("type") != "Document"]
