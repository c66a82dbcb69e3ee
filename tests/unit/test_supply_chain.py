"""What the project installs: pinned with hashes, from no named address, under licences that it may depend on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import licences

LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-bi.lock", "requirements-bootstrap.lock"]
REQUIREMENT = re.compile(r"^(?=[A-Za-z])(?P<named>[^\s#]+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|--trusted-host")
# Permissive, or copyleft of single files and libraries that are used as they are. Of several licences one is chosen.
ACCEPTED = re.compile(
    r"MIT|BSD|Apache|ISC|Python Software Foundation|PSF|CNRI|MPL|Mozilla|Zlib|CC0|Artistic|Lesser General|LGPL"
)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes_and_no_address_is_named(lock: str, project_dir: Path) -> None:
    text = (project_dir / lock).read_text(encoding="utf-8")
    requirements = list(REQUIREMENT.finditer(text))
    assert requirements
    for requirement in requirements:
        assert "==" in requirement["named"], requirement["named"]
        assert "--hash=sha256:" in requirement["rest"], requirement["named"]
    assert not ADDRESS.search(text)


def test_every_package_is_in_the_list_of_licences(project_dir: Path) -> None:
    written = (project_dir / "docs" / "licences.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (\S+) \| \S", written, re.MULTILINE)
    assert listed[1:] == licences.pinned(), "run `make licences`"


@pytest.mark.parametrize("name", licences.pinned())
def test_a_package_is_under_a_licence_that_the_project_may_depend_on(name: str, project_dir: Path) -> None:
    written = (project_dir / "docs" / "licences.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {re.escape(name)} \| (.+) \|$", written, re.MULTILINE)
    assert found
    assert ACCEPTED.search(found[1]) or found[1] == "not installed on this platform", found[1]
    assert "Affero" not in found[1]
    assert "AGPL" not in found[1]
