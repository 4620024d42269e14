"""Private servers are really our own, and gone afterwards."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
import redis

from scripts import services, system
from tests.house.processes import ROOT, wait_for

pytestmark = pytest.mark.live


def our_folders():
    pattern = f"{services.FOLDER_PREFIX}{os.getpid()}-*"
    return sorted(Path(tempfile.gettempdir()).glob(pattern))


def test_servers_start_answer_and_are_gone_afterwards():
    before = our_folders()  # this very run may have servers of its own
    with services.private_services() as addresses:
        with psycopg.connect(addresses["DATABASE_URL"]) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("placedev",)
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            assert client.ping() is True

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(addresses["DATABASE_URL"])
    with (
        redis.Redis.from_url(addresses["REDIS_URL"]) as client,
        pytest.raises(redis.ConnectionError),
    ):
        client.ping()
    assert our_folders() == before


def test_foreign_server_on_the_port_is_refused(tmp_path, monkeypatch):
    with services.private_services(postgresql=False) as addresses:
        taken = int(addresses["REDIS_URL"].rpartition("/")[0].rpartition(":")[2])
        monkeypatch.setattr(services, "free_port", lambda: taken)

        with pytest.raises(services.ServiceError, match="Redis"):
            services.start_redis(tmp_path)


def test_servers_end_when_the_command_line_is_killed():
    words = [sys.executable, "scripts/services.py", "run", "env"]
    waiting = [
        sys.executable,
        "-c",
        "import os; print(os.environ['REDIS_URL'], flush=True); input()",
    ]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    with subprocess.Popen(
        [*words[:3], *waiting],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as runner:
        port = int(runner.stdout.readline().rpartition("/")[0].rpartition(":")[2])
        runner.kill()

    def refused():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    wait_for("Redis ends with its parent", refused, seconds=10)


def test_missing_part_is_answered_with_one_line_to_run(monkeypatch, capsys):
    monkeypatch.setitem(system.PARTS, "redis", (lambda: False, ("redis-server",)))
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)

    assert system.main(["redis"]) == 1
    assert capsys.readouterr().out == (
        "This machine lacks redis. Run this line, then try again:\n"
        "    sudo apt-get update && sudo apt-get install -y --no-install-recommends redis-server\n"
    )
