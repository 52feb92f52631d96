"""`python -m flows.describe`: write the pages that are generated from the declarations; `--check` only says which are out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from flows.describe.citation import citation_cff
from flows.describe.dictionary import dictionary_page
from flows.describe.rules import rules_page
from flows.describe.vouch import doubts
from flows.plans import load_plans

ROOT = Path(__file__).resolve().parents[2]


def pages() -> dict[str, str]:
    """The generated pages by their path in the project.

    Raises:
        ValueError: a declaration describes its table wrongly.
    """
    plans = load_plans()
    tables = [plan.publishes for plan in plans.values() if plan.publishes is not None]
    if found := doubts(tables):
        raise ValueError("\n".join(found))
    return {
        "docs/dictionary.md": dictionary_page(tables),
        "docs/rules.md": rules_page(plans),
        "CITATION.cff": citation_cff(),
    }


def main(words: list[str]) -> int:
    """Write them, and say which have changed; with `--check` write nothing, and fail where one would change."""
    stale = []
    for path, text in pages().items():
        file = ROOT / path
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if "--check" not in words:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    for path in stale:
        sys.stdout.write(f"{path} is {'out of date: run `make docs`' if '--check' in words else 'written'}\n")
    return 1 if stale and "--check" in words else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
