"""A small IMAP server of the tests' own: one mailbox, one account, one client at a time."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """What lies in the mailbox, by number, and which of it is marked as read."""

    messages: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    flagged: set[int] = field(default_factory=set)
    password: str = "secret"
    folder: str = "INBOX"
    #: Commands after which the line is dropped.
    drops_at: str = ""


class _Client(socketserver.StreamRequestHandler):
    """Speaks as much IMAP4rev1 as reading a mailbox needs."""

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, command = line.split(" ", 1)
            verb = command.removeprefix("UID ").split(" ", 1)[0].upper()
            if verb == self.box.drops_at:
                return
            answer = getattr(self, f"do_{verb.lower()}")(command)
            self.say(f"{tag} {answer}")
            if verb == "LOGOUT":
                return

    @property
    def box(self) -> Mailbox:
        return self.server.box  # type: ignore[attr-defined]

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def do_capability(self, command: str) -> str:
        self.say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, command: str) -> str:
        return "OK in" if command.endswith(f'"{self.box.password}"') else "NO wrong password"

    def do_select(self, command: str) -> str:
        if self.box.folder not in command:
            return "NO no such folder"
        self.say(f"* {len(self.box.messages)} EXISTS")
        return "OK [READ-WRITE] open"

    def do_search(self, command: str) -> str:
        unread = sorted(set(self.box.messages) - self.box.seen)
        self.say(f"* SEARCH {' '.join(map(str, unread))}".rstrip())
        return "OK done"

    def do_fetch(self, command: str) -> str:
        number, most = map(int, re.findall(r"FETCH (\d+) .*<0\.(\d+)>", command)[0])
        raw = self.box.messages[number][:most]
        self.say(f"* 1 FETCH (UID {number} BODY[]<0> {{{len(raw)}}}")
        self.wfile.write(raw + b")\r\n")
        return "OK done"

    def do_store(self, command: str) -> str:
        number = int(command.split()[2])
        self.box.seen.add(number)
        if "\\Flagged" in command:
            self.box.flagged.add(number)
        return "OK done"

    def do_logout(self, command: str) -> str:
        self.say("* BYE")
        return "OK done"


class Server(socketserver.TCPServer):
    """The server of one mailbox, on a free port of this machine."""

    allow_reuse_address = True

    def __init__(self, box: Mailbox) -> None:
        super().__init__(("127.0.0.1", 0), _Client)
        self.box = box
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)

    def url(self, path: str = "/INBOX", password: str = "secret") -> str:
        """The address of the mailbox."""
        return f"imap://bounces%40example.org:{password}@127.0.0.1:{self.server_address[1]}{path}"
