"""Translations: extract, check and compile.

    python scripts/translations.py extract          bring locale/*/LC_MESSAGES/*.po up to date
    python scripts/translations.py check            fail when a sentence lacks a translation
    python scripts/translations.py compile FILE …   write the .mo beside each .po (all without FILE)

Only `extract` and `check` need GNU gettext; to run the platform, Python compiles the files.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("sv", "da")
# Domain of gettext -> how makemessages finds its sources.
DOMAINS = {
    "django": ["--extension=html,txt,py,svg"],
    "djangojs": ["--extension=js"],
}
IGNORED = ("node_modules", ".venv", ".tools", "staticfiles", "build", "var", "tests", "scripts")
PLACEHOLDER = re.compile(
    r"%\([a-zA-Z_][\w.]*\)[#0\- +]*[\d.]*[a-zA-Z]|%[sdrif%]|\{[a-zA-Z_]\w*[^{}]*\}"
)


def files(root: Path = ROOT) -> list[Path]:
    """Return the translation files of all languages."""
    return sorted(root.glob("locale/*/LC_MESSAGES/*.po"))


def compile_file(path: Path) -> None:
    """Write the .mo file that Django reads beside the .po file."""
    polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def extract(root: Path) -> None:
    """Run Django's makemessages over the sources under `root`.

    No line numbers and no wrapping: a moved line then changes no translation file.
    """
    for language in LANGUAGES:
        (root / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    for domain, options in DOMAINS.items():
        command = [sys.executable, "manage.py", "makemessages", "--domain", domain, *options]
        command += [f"--locale={language}" for language in LANGUAGES]
        command += [f"--ignore={name}" for name in IGNORED]
        command += ["--add-location=file", "--no-wrap", "--no-obsolete", "--verbosity=0"]
        subprocess.run(command, check=True, cwd=root)
    for path in files(root):
        _drop_the_clock(path)


def _drop_the_clock(path: Path) -> None:
    """Remove the header's creation date: it would change the file at every run."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'"POT-Creation-Date:[^"]*"\n', "", text), encoding="utf-8")


def faults_of(path: Path) -> list[str]:
    """Return one line for each entry that is missing, uncertain or broken."""
    faults = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        where = f"{path.parent.parent.name} {path.stem}: “{entry.msgid[:70]}”"
        if "fuzzy" in entry.flags:
            faults.append(f"{where} is marked fuzzy")
        elif not entry.translated():
            faults.append(f"{where} has no translation")
        else:
            faults += [f"{where}: {fault}" for fault in _placeholder_faults(entry)]
    return faults


def _placeholder_faults(entry: polib.POEntry) -> list[str]:
    """Compare the placeholders; a plural's singular form may leave the number out."""
    wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
    forms = entry.msgstr_plural or {0: entry.msgstr}
    faults = []
    for number, form in forms.items():
        found = set(PLACEHOLDER.findall(form))
        needed = wanted
        if entry.msgid_plural and int(number) == 0:
            needed = set(PLACEHOLDER.findall(entry.msgid))
        if not needed <= found or not found <= wanted:
            faults.append(f"the placeholders are {sorted(found)}, wanted {sorted(needed)}")
    return faults


def _entries(path: Path) -> set[tuple[str, str, str]]:
    if not path.exists():
        return set()
    return {
        (entry.msgctxt or "", entry.msgid, entry.msgid_plural)
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def outdated(root: Path = ROOT) -> list[str]:
    """Extract in a copy of the sources; return the differences from the kept files."""
    faults = []
    with tempfile.TemporaryDirectory(prefix="placedev-messages-") as name:
        copy = Path(name) / "copy"
        skip = shutil.ignore_patterns(*IGNORED, ".git", "*.sqlite3", "__pycache__", "*.pyc")
        shutil.copytree(root, copy, ignore=skip)
        extract(copy)
        for fresh in files(copy):
            kept = root / fresh.relative_to(copy)
            missing = _entries(fresh) - _entries(kept)
            unused = _entries(kept) - _entries(fresh)
            where = f"{kept.parent.parent.name} {kept.stem}"
            faults += [
                f"{where}: “{msgid[:70]}” is not in the file" for _, msgid, _ in sorted(missing)
            ]
            faults += [f"{where}: “{msgid[:70]}” is used nowhere" for _, msgid, _ in sorted(unused)]
    return faults


def check() -> int:
    """Print all faults; return 1 when there are any."""
    faults = outdated()
    for path in files():
        faults += faults_of(path)
    for fault in faults[:50]:
        print(fault)
    if faults:
        print(f"{len(faults)} faults. Run `make messages`, then translate what is empty.")
        return 1
    print(f"Translations are complete: {', '.join(LANGUAGES)}.")
    return 0


def main(arguments: list[str]) -> int:
    """Run one of the three verbs."""
    match arguments:
        case ["extract"]:
            extract(ROOT)
            return 0
        case ["check"]:
            return check()
        case ["compile", *names]:
            for path in [Path(name) for name in names] or files():
                compile_file(path)
            return 0
    sys.exit(str(__doc__))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
