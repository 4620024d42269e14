"""Breaks one safeguard at a time in a copy of the tree, and demands that a test sees it.

    python scripts/mutants.py [--list] [NAME ...]

Each mutant names a file, a text in it, what stands there instead, and the tests that must be red
then. A text that is not found, or not found once, is an error: the safeguard has moved, and its
mutant has to follow. So is a run that ends in anything but failed tests.
"""

from __future__ import annotations

import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Installed beside the sources; linked into the copies.
LINKED = (".venv", "node_modules")
AT_ONCE = 2
LONGEST = 300  # seconds
#: How pytest ends when tests have failed, and when all have passed.
RED, GREEN = 1, 0

POLICY = "tests/house/test_policy.py"
TABLE = (f"{POLICY}::test_rule_and_scope_say_what_the_table_says",)


@dataclass(frozen=True)
class Mutant:
    """One safeguard, taken away."""

    name: str
    file: str
    text: str
    instead: str
    #: What pytest is given besides its usual options.
    tests: tuple[str, ...]


class MovedError(Exception):
    """The text of a mutant does not stand in its file exactly once."""


MUTANTS = [
    # Who may see what.
    Mutant(
        "scope-participation",
        "places/queries.py",
        "return self.filter(Q(programme__in=scope_of(user).run_programmes) | Q(pk__in=ids))",
        "return self.all()",
        TABLE,
    ),
    Mutant(
        "scope-participation-in-hand",
        "places/models/participation.py",
        "return self.programme_id in scope.run_programmes or self.pk in scope.roles",
        "return True",
        ("tests/places/test_participation_pages.py",),
    ),
    Mutant(
        "scope-meeting",
        "workshops/queries.py",
        "link.objects.filter(participation__in=scope.participations())",
        "link.objects.all()",
        TABLE,
    ),
    Mutant(
        "scope-of-the-day",
        "people/scope.py",
        "Assignment.objects.active(on).values_list(",
        "Assignment.objects.values_list(",
        ("tests/people/test_scope.py",),
    ),
    Mutant(
        "scope-account-letters",
        "outbox/queries.py",
        'self.filter(open_to(user), seen).exclude(kind="account")',
        "self.filter(open_to(user), seen)",
        ("tests/outbox/test_views.py",),
    ),
    Mutant(
        "scope-account-letters-in-blocks",
        "outbox/queries.py",
        """        ).exclude(kind="account")
        return self.filter(
            models.Q(region__in=regions)""",
        """        )
        return self.filter(
            models.Q(region__in=regions)""",
        ("tests/outbox/test_views.py",),
    ),
    Mutant(
        "scope-in-the-engine",
        "core/policy.py",
        "= model.objects.visible_to(user)",
        "= model.objects.all()",
        (POLICY, "-k", "test_who_may_what and places and not every"),
    ),
    # Who may do what.
    Mutant(
        "rule-decide",
        "places/rules.py",
        'rules.add_perm("places.decide_gate", runs)',
        'rules.add_perm("places.decide_gate", runs | coaches)',
        TABLE,
    ),
    Mutant(
        "rule-hand-in",
        "places/rules.py",
        'rules.add_perm("places.submit_gate", leads | coaches | runs)',
        'rules.add_perm("places.submit_gate", works | coaches | runs)',
        TABLE,
    ),
    Mutant(
        "rule-in-the-engine",
        "core/policy.py",
        "    if not allowed(user, rule, obj):",
        "    if not user.is_authenticated:",
        ("tests/core/test_policy.py",),
    ),
    Mutant(
        "gate-by-another",
        "places/gate/decision.py",
        "    if review.submitted_by_id == by.pk:",
        "    if False:",
        ("tests/places/test_gate.py",),
    ),
    Mutant(
        "hours-by-another",
        "grants/hours/work.py",
        '    if sheet.user_id == by.pk:\n        raise Refusal("own_sheet"',
        '    if False:\n        raise Refusal("own_sheet"',
        ("tests/grants/hours/test_hours.py",),
    ),
    # Locks.
    Mutant(
        "lock-gate",
        "places/gate/services.py",
        "return Participation.objects.select_for_update().get(",
        "return Participation.objects.get(",
        ("tests/places/test_gate_together.py",),
    ),
    Mutant(
        "lock-seats",
        "workshops/guests/seats.py",
        "Workshop.objects.select_for_update().filter(",
        "Workshop.objects.filter(",
        ("tests/workshops/guests/test_seats_together.py", "-k", "sixty"),
    ),
    Mutant(
        "lock-plan",
        "plans/blockers.py",
        "return Participation.objects.select_for_update().get(",
        "return Participation.objects.get(",
        ("tests/plans/test_payments_together.py",),
    ),
    Mutant(
        "claim-letters",
        "outbox/delivery/claim.py",
        ".select_for_update(skip_locked=True)",
        "",
        ("tests/outbox/test_workers.py", "-k", "same_moment"),
    ),
    # Signing in.
    Mutant(
        "guesses-by-address",
        "people/limits.py",
        'return f"{normal_address(address)}|{throttle.client_address(request)}"',
        "return normal_address(address)",
        ("tests/people/test_sign_in.py", "-k", "guesses or codes_are_sent"),
    ),
    Mutant(
        "proxy-address",
        "core/throttle.py",
        "found = get_adapter(request).get_client_ip(request)",
        'found = str(request.META.get("REMOTE_ADDR", ""))',
        ("tests/people/test_sign_in.py", "-k", "guesses or codes_are_sent"),
    ),
    Mutant(
        "idle-session",
        "core/middleware.py",
        "if settings.SESSION_IDLE_SECONDS and idle > settings.SESSION_IDLE_SECONDS:",
        "if False:",
        ("tests/core/test_sessions.py",),
    ),
    Mutant(
        "body-limit",
        "core/middleware.py",
        "if length.isdecimal() and int(length) > settings.BODY_MAX_BYTES:",
        "if False:",
        ("tests/core/test_sessions.py",),
    ),
    Mutant(
        "seed-in-clear",
        "core/secrets.py",
        "return MARK + _fernet().encrypt(text.encode()).decode()",
        "return text",
        ("tests/core/test_keys.py",),
    ),
    # Keys in addresses.
    Mutant(
        "token-signature",
        "core/tokens.py",
        "    if not any(hmac.compare_digest(one.encode(), given) for one in right):",
        "    if number < 1:",
        ("tests/workshops/answers/test_answer_page.py",),
    ),
    Mutant(
        "token-purpose",
        "core/tokens.py",
        'b"core.tokens:" + purpose.encode()',
        'b"core.tokens:"',
        ("tests/workshops/answers/test_answer_page.py",),
    ),
    Mutant(
        "token-edition",
        "workshops/links.py",
        "if invitation.edition != edition or invitation.removed_at is not None:",
        "if invitation.removed_at is not None:",
        ("tests/workshops/answers/test_answer_page.py",),
    ),
    # Letters before an invitation is accepted, and after it is declined.
    Mutant(
        "letters-before-accepting",
        "outbox/blocks/services.py",
        "if region is not None and SuppressionReason.INVITED in stopping:",
        "if region is None:",
        ("tests/programmes/regions/test_declining.py",),
    ),
    Mutant(
        "letters-after-declining",
        "programmes/regions/declining.py",
        "    suppress(address=user.email, region=region, reason=SuppressionReason.DECLINED)\n",
        "",
        ("tests/programmes/regions/test_declining.py",),
    ),
    Mutant(
        "decline-after-accepting",
        "programmes/regions/declining.py",
        "    if user.last_login is not None:\n        raise Refusal(",
        "    if False:\n        raise Refusal(",
        ("tests/programmes/regions/test_declining.py",),
    ),
    # What is written by people and shown to others.
    Mutant(
        "escape-letter",
        "outbox/delivery/splice.py",
        "_text(shared.html, escape)",
        "_text(shared.html, str)",
        ("tests/outbox/test_splice.py",),
    ),
    Mutant(
        "escape-letter-again",
        "outbox/html.py",
        "urlize(conditional_escape(line), nofollow=False)",
        "urlize(line, nofollow=False)",
        ("tests/outbox/test_letter_templates.py",),
    ),
    Mutant(
        "formula-in-csv",
        "core/exports.py",
        """    return f"'{text}" if text.startswith(_COMPUTED) else text""",
        "    return text",
        ("tests/reports/test_exports.py",),
    ),
    # Forms.
    Mutant(
        "csrf-exempt",
        "core/views.py",
        "@policy(PUBLIC)\n@require_POST\ndef set_theme",
        "@__import__('django.views.decorators.csrf').views.decorators.csrf.csrf_exempt\n"
        "@policy(PUBLIC)\n@require_POST\ndef set_theme",
        ("tests/house/test_csrf.py",),
    ),
    Mutant(
        "csrf-exempt-gate",
        "places/gate/views.py",
        '@form_page("places.decide_gate", Participation, PAGE, select=with_head)',
        "@__import__('django.views.decorators.csrf').views.decorators.csrf.csrf_exempt\n"
        '@form_page("places.decide_gate", Participation, PAGE, select=with_head)',
        ("tests/house/test_csrf.py",),
    ),
    Mutant(
        "csrf-middleware",
        "placedev/settings.py",
        '    "django.middleware.csrf.CsrfViewMiddleware",\n',
        "",
        ("tests/core/test_held_form.py",),
    ),
]


def changed(mutant: Mutant, text: str) -> str:
    """The file's text with the safeguard taken away."""
    if text.count(mutant.text) != 1:
        raise MovedError(
            f"{mutant.name}: its text stands {text.count(mutant.text)} times in {mutant.file}"
        )
    return text.replace(mutant.text, mutant.instead)


def copy_tree(target: Path) -> None:
    """The tree as it is, tracked or new, without what was installed."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file() and not source.is_symlink():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    for compiled in ROOT.glob("locale/*/LC_MESSAGES/*.mo"):
        shutil.copy2(compiled, target / compiled.relative_to(ROOT))
    for name in LINKED:
        (target / name).symlink_to((ROOT / name).resolve())


@contextmanager
def in_place(mutant: Mutant, tree: Path) -> Iterator[None]:
    """The copy with the mutant in it."""
    path = tree / mutant.file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(changed(mutant, before), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")


def run(mutant: Mutant, tree: Path) -> tuple[str, str]:
    """What became of it (killed, or why not), and what pytest said."""
    words = [
        str(tree / ".venv/bin/python"), "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider",
        "-m", "not slow", *mutant.tests,
    ]  # fmt: skip
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    try:
        with in_place(mutant, tree):
            done = subprocess.run(
                words, cwd=tree, env=env, capture_output=True, text=True, timeout=LONGEST,
                check=False,
            )  # fmt: skip
    except MovedError as moved:
        return str(moved), ""
    except subprocess.TimeoutExpired:
        return f"no answer within {LONGEST} seconds", ""
    if done.returncode == RED:
        return "killed", ""
    said = "survived" if done.returncode == GREEN else f"no test failed, code {done.returncode}"
    return said, "\n".join(done.stdout.splitlines()[-15:])


def _in_turn(mutants: list[Mutant], folder: Path) -> list[tuple[Mutant, str, str]]:
    copy_tree(folder)
    found = []
    for mutant in mutants:
        began = time.monotonic()
        said, output = run(mutant, folder)
        print(f"{mutant.name:24} {said}, {time.monotonic() - began:.0f} s", flush=True)
        found.append((mutant, said, output))
    return found


def main(words: list[str]) -> int:
    """Run all mutants or those that are named; 1 when one lives on."""
    names = [word for word in words if not word.startswith("-")]
    chosen = [mutant for mutant in MUTANTS if not names or mutant.name in names]
    if "--list" in words:
        print("\n".join(f"{mutant.name:24} {mutant.file}" for mutant in chosen))
        return 0
    with (
        tempfile.TemporaryDirectory(prefix="placedev-mutants-") as folder,
        concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        # PostgreSQL's own account may not enter a private folder.
        Path(folder).chmod(0o755)
        jobs = [
            pool.submit(_in_turn, chosen[number::AT_ONCE], Path(folder, str(number)))
            for number in range(AT_ONCE)
        ]
        ended = [one for job in jobs for one in job.result()]
    alive = [(mutant, output) for mutant, said, output in ended if said != "killed"]
    for mutant, output in alive:
        print(f"\n--- {mutant.name} in {mutant.file}\n{output}")
    print(f"{len(ended) - len(alive)} of {len(ended)} mutants killed")
    return 1 if alive or not ended else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
