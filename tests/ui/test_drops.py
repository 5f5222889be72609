from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from playbuddy_desktop.ui.drops import dropped_paths


def test_files_and_folders_of_a_drop(tmp_path: Path) -> None:
    """Each local file or folder once, in order, without looking at the disk."""
    data = QMimeData()
    there, missing = tmp_path / "Acte I.txt", tmp_path / "gone – away.pdf"
    there.write_text("x")
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (there, missing, there)])
    assert [there, missing] == dropped_paths(data)


def test_addresses_on_the_net_are_no_files() -> None:
    """What lies on another computer is not taken."""
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/hamlet.txt")])
    assert [] == dropped_paths(data)


def test_text_is_no_file() -> None:
    """A drag of words from a text is not for the queue."""
    data = QMimeData()
    data.setText("To be, or not to be")
    assert [] == dropped_paths(data)
