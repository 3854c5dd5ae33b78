"""Made at build time: message catalogs from *.po, and the content read and checked."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Runs before every build, editable ones too."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Makes what this kind of build needs."""
        root = Path(self.root)
        compile_messages(root / "src" / "manager_quiz" / "locale")
        if self.target_name == "wheel" and version != "editable":
            sys.path.insert(0, str(root / "src"))
            from manager_quiz.catalog.load import compile_content

            compiled = Path(self.directory) / "compiled"
            compiled.mkdir(parents=True, exist_ok=True)
            for name, source in compile_content(root / "data").items():
                (compiled / name).write_text(source, "utf-8")
            build_data["force_include"][str(compiled)] = "manager_quiz/compiled"


def compile_messages(locale: Path) -> None:
    """Writes a .mo beside every .po, which is the form that gettext reads."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in locale.rglob("*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=po.parts[-3]))
