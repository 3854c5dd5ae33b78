"""The stick that the guide tells how to fill for another system holds all that it needs there."""

import re
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs" / "workshop.md").read_text("utf-8")
WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.12.0",
    "python_version": "3.12",
    "sys_platform": "win32",
}


def needed(wheel: Path, extras: set[str]) -> Iterator[Requirement]:
    """What a wheel needs there: pip asks the system that it runs on instead."""
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (each for each in packed.namelist() if each.endswith(".dist-info/METADATA"))
        about = Parser().parsestr(packed.read(name).decode())
    for text in about.get_all("Requires-Dist") or ():
        asked = Requirement(text)
        if asked.marker is None or any(
            asked.marker.evaluate({**WINDOWS, "extra": extra}) for extra in (extras or {""})
        ):
            yield asked


@pytest.mark.slow
def test_the_stick_for_windows_lacks_nothing(tmp_path: Path) -> None:
    (block,) = re.findall(r"```sh\n([^`]*win_amd64[^`]*)```", GUIDE)
    for command in block.strip().splitlines():
        words = shlex.split(command)
        assert words[:3] == ["python", "-m", "pip"]
        here = [str(ROOT) if word == "." else word.replace("stick/", "") for word in words[3:]]
        found = [sorted(map(str, tmp_path.glob(word))) if "*" in word else [word] for word in here]
        pip = [sys.executable, "-m", "pip", *(word for each in found for word in each)]
        subprocess.run(pip, check=True, cwd=tmp_path, capture_output=True, timeout=600)
    wheels = {
        parse_wheel_filename(file.name)[0]: file for file in (tmp_path / "wheels").glob("*.whl")
    }
    (installed,) = re.findall(r"\| Windows \|.*--find-links wheels (\S+)`", GUIDE)
    ahead, seen = [Requirement(installed)], set()
    while ahead:
        asked = ahead.pop()
        name = canonicalize_name(asked.name)
        assert name in wheels, f"{name} is missing"
        assert asked.specifier.contains(parse_wheel_filename(wheels[name].name)[1])
        if (name, frozenset(asked.extras)) not in seen:
            seen.add((name, frozenset(asked.extras)))
            ahead += needed(wheels[name], asked.extras)
    assert len(wheels) > 10
