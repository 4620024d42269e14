"""Private PostgreSQL and Redis servers for tests and measurements.

Each server gets a free port, an empty folder under the temporary directory, and dies with
the process that started it. Nothing that was running before is touched: before a server is
used it must prove that it is the child started here.

    python scripts/services.py run COMMAND …      DATABASE_URL and REDIS_URL are set for COMMAND
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if __package__:
    from scripts import system
else:
    import system  # type: ignore[import-not-found, no-redef]

START_SECONDS = 30.0
FOLDER_PREFIX = "placedev-services-"
USER = "placedev"
MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is ours alone
MEMORY_FREE = 4 * 1024**3


class ServiceError(RuntimeError):
    """A server could not be started, or the one that answers is not ours."""


@dataclass
class Service:
    """A running server: its address, and how to end it."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals
    start_again: Callable[[], subprocess.Popen[bytes]]
    stopped: bool = field(default=False, init=False)

    def crash_and_start(self) -> None:
        """End PostgreSQL at once, as a crash does, and start it on the same data and port."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(10)
        self.process = self.start_again()

    def start(self) -> None:
        """Start a stopped server on the same port; Redis is empty then."""
        self.process = self.start_again()
        self.stopped = False

    def stop(self) -> None:
        """End the server and wait for it; a second call does nothing."""
        if self.stopped:
            return
        self.stopped = True
        if self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unprivileged() -> dict[str, Any]:
    """Return Popen arguments that give up root: initdb and postgres refuse to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise ServiceError("PostgreSQL cannot run as root, and there is no account to run it as.")


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent dies, even if that was by SIGKILL.

    By SIGINT, which both servers take for "stop now": PostgreSQL waits for its clients on
    SIGTERM, and Redis does not listen to SIGQUIT.
    """
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGINT)


def _start(command: list[str], folder: Path, **options: Any) -> subprocess.Popen[bytes]:
    # An own session: Ctrl-C ends the tests first, and the tests end the servers.
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no other thread runs yet
            **options,
        )


def _wait_until_ours(
    name: str, process: subprocess.Popen[bytes], folder: Path, is_ours: Callable[[], bool | None]
) -> None:
    """Wait until the server answers and `is_ours()` says so; `is_ours` returns None if not yet."""
    deadline = time.monotonic() + START_SECONDS
    fault = f"{name} did not answer within {START_SECONDS:.0f} s."
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log = (folder / "log").read_text(errors="replace")[-2000:]
            raise ServiceError(f"{name} stopped at start:\n{log}")
        answer = is_ours()
        if answer is True:
            return
        if answer is False:
            fault = f"Another {name} answers on the port that was free a moment ago."
            break
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise ServiceError(fault)


def _new_cluster(binaries: Path, folder: Path, account: dict[str, Any]) -> Path:
    """Make the files of an empty server in the folder; answers where they are."""
    data = folder / "data"
    created = subprocess.run(
        [
            *(binaries / "initdb", "-D", data, "-U", USER, "-A", "trust"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
        ],
        cwd=folder,
        check=False,
        capture_output=True,
        **account,
    )
    if created.returncode:
        raise ServiceError(f"initdb failed:\n{created.stderr.decode(errors='replace')}")
    return data


def start_postgresql(parent: Path, **other: str) -> Service:
    """Start a PostgreSQL server with an empty database; `other` replaces settings.

    It gives up safety for speed (no fsync): its data is thrown away with the folder.
    """
    import psycopg  # not at the top: `make` reads this file before the packages are there

    binaries = system.postgresql_bin()
    if binaries is None:
        raise ServiceError(f"PostgreSQL is missing. Run: {system.install_line(['postgresql'])}")
    folder = parent / "postgresql"
    folder.mkdir()
    account = _unprivileged()
    if account:
        os.chown(folder, account["user"], account["group"])
    data = _new_cluster(binaries, folder, account)
    port = free_port()
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        # Nobody copies it, and what it holds needs no place on the disk while it runs.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "checkpoint_timeout": "1h",
        "max_wal_size": "4GB",
        "autovacuum": "on",
        "shared_buffers": "128MB",
        "max_connections": "100",
    } | other
    command = [str(binaries / "postgres"), "-D", str(data), "-p", str(port)]
    for key, value in settings.items():
        command += ["-c", f"{key}={value}"]

    def start() -> subprocess.Popen[bytes]:
        return _start(command, folder, **account)

    process = start()
    address = f"postgres://{USER}@127.0.0.1:{port}"

    def is_ours() -> bool | None:
        try:
            with psycopg.connect(f"{address}/postgres", connect_timeout=2) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return None
        return row is not None and row[0] == str(data)

    _wait_until_ours("PostgreSQL", process, folder, is_ours)
    with psycopg.connect(f"{address}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {USER}")
    return Service("PostgreSQL", f"{address}/{USER}", process, signal.SIGINT, start)


def start_redis(parent: Path) -> Service:
    """Start an empty Redis server that keeps nothing on disk."""
    import redis

    binary = shutil.which("redis-server")
    if binary is None:
        raise ServiceError(f"Redis is missing. Run: {system.install_line(['redis'])}")
    folder = parent / "redis"
    folder.mkdir()
    port = free_port()
    command = [
        *(binary, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)),
        *("--save", "", "--appendonly", "no", "--databases", "64"),
    ]

    def start() -> subprocess.Popen[bytes]:
        return _start(command, folder)

    process = start()

    def is_ours() -> bool | None:
        try:
            with redis.Redis(port=port, socket_timeout=2) as client:
                return bool(client.info("server")["process_id"] == process.pid)
        except redis.RedisError:
            return None

    _wait_until_ours("Redis", process, folder, is_ours)
    return Service("Redis", f"redis://127.0.0.1:{port}/0", process, signal.SIGTERM, start)


def _sweep(folder: Path) -> None:
    """Remove the folders of earlier runs whose process is gone (it was killed)."""
    for old in folder.glob(f"{FOLDER_PREFIX}*"):
        pid = old.name.removeprefix(FOLDER_PREFIX).partition("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(old, ignore_errors=True)


def _in_memory() -> Path | None:
    """Linux' folder in memory, where there is room: a container's own often has 64 MB."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        return MEMORY if shutil.disk_usage(MEMORY).free > MEMORY_FREE else None
    return None


@contextlib.contextmanager
def private_folder(*, in_memory: bool = False) -> Iterator[Path]:
    """Make a folder that PostgreSQL's account can enter; remove it afterwards."""
    temporary = (_in_memory() if in_memory else None) or Path(tempfile.gettempdir())
    _sweep(temporary)
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-", dir=temporary))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def private_services(
    *, postgresql: bool = True, redis: bool = True, in_memory: bool = False
) -> Iterator[dict[str, str]]:
    """Start the wanted servers; yield their addresses as environment variables; end them.

    `in_memory` is for small data: writing to a disk takes a third of the server's work.
    """
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(private_folder(in_memory=in_memory))
        addresses = {}
        if postgresql:
            server = start_postgresql(folder)
            stack.callback(server.stop)
            addresses["DATABASE_URL"] = server.url
        if redis:
            server = start_redis(folder)
            stack.callback(server.stop)
            addresses["REDIS_URL"] = server.url
        yield addresses


def main(arguments: list[str]) -> int:
    """Run a command with private servers; return its exit code."""
    if arguments[:1] != ["run"] or not arguments[1:]:
        sys.exit(str(__doc__))
    # Sent by `make` or a supervisor: leave through the clean-up, not past it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with private_services(
        postgresql="DATABASE_URL" not in os.environ, redis="REDIS_URL" not in os.environ
    ) as addresses:
        return subprocess.run(
            arguments[1:], check=False, env={**os.environ, **addresses}
        ).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServiceError as error:
        sys.exit(str(error))
