"""The software bill of materials: what is inside, in CycloneDX 1.6, for programs that look for known weaknesses.

The form is described at https://cyclonedx.org/docs/1.6/json/.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from licences import Licensed
from packaging.utils import canonicalize_name
from project import NAME, Source

_NOT_ON_PYPI = {"Python", "Qt", "ICU", "PyInstaller bootloader"}


def document(source: Source, components: Iterable[Licensed]) -> dict[str, Any]:
    """The bill of one build; the same source gives the same document."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{NAME}/{source.commit}')}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(source.epoch, UTC).isoformat(),
            "component": {
                "type": "application",
                "bom-ref": NAME,
                "name": NAME,
                "version": source.version,
                "licenses": [{"expression": "MIT"}],
                "properties": [{"name": "commit", "value": source.commit}],
            },
        },
        "components": [_component(component) for component in components],
    }


def _component(component: Licensed) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": "library",
        "bom-ref": f"{component.name}@{component.version}",
        "name": component.name,
        "version": component.version,
        "licenses": [{"expression": component.licence}],
    }
    if component.name not in _NOT_ON_PYPI:
        fields["purl"] = f"pkg:pypi/{canonicalize_name(component.name)}@{component.version}"
    if component.homepage:
        fields["externalReferences"] = [{"type": "website", "url": component.homepage}]
    return fields
