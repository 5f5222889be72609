"""Nothing may be bundled whose licence would bind the whole program."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_no_bundled_component_is_under_a_binding_licence(packaging_scripts: Path) -> None:
    """The GPL and the AGPL stay out; the LGPL is fine for Qt's own libraries."""
    import licences

    components = licences.collect()
    assert [] == [component.name for component in components if licences.binding(component.licence)]
    under_lgpl = {component.name for component in components if "LGPL" in component.licence}
    assert {"PySide6_Essentials", "Qt", "shiboken6"} == under_lgpl


def test_everything_bundled_brings_its_texts(packaging_scripts: Path) -> None:
    """Each licence can be read in full in the window."""
    import licences

    assert [] == [component.name for component in licences.collect() if not "".join(component.texts).strip()]


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("LGPL-3.0-only OR GPL-2.0-only", False),
        ("MIT OR GPL-3.0-or-later", False),
        ("GPL-3.0-or-later", True),
        ("GPL", True),
        ("AGPL-3.0-only OR GPL-2.0-only", True),
        ("MIT AND GPL-2.0-only", True),
        ("GPL-2.0-or-later WITH Bootloader-exception", False),
    ],
)
def test_which_licences_bind(packaging_scripts: Path, licence: str, *, binds: bool) -> None:
    """An expression binds when every choice that it offers does."""
    import licences

    assert binds == licences.binding(licence)


def test_the_bill_of_materials_names_every_component(packaging_scripts: Path) -> None:
    """The CycloneDX document lists what the licence list lists, and is the same each time."""
    import licences
    import sbom
    from project import Source

    source = Source("1.2.3", "0" * 40, 1_700_000_000)
    components = licences.collect()
    document = sbom.document(source, components)
    assert [component.name for component in components] == [entry["name"] for entry in document["components"]]
    assert document == sbom.document(source, components)
