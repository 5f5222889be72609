"""The tree of errors that the program raises on purpose.

::

    PlayBuddyError
    ├── KnownError                 the user can act on it
    │   ├── SourceError            something about the file that was given
    │   │   ├── UnsupportedFormatError   EmptyFileError      UnreadableFileError
    │   │   ├── EncryptedFileError       CorruptFileError    ScannedFileError
    │   │   ├── OcrMissingError          OcrFailedError      NoSpeechFoundError
    │   │   └── LimitExceededError
    │   │       ├── FileTooLargeError (PartTooLargeError, UnpackedTooLargeError)  TooManyPartsError
    │   │       ├── TooManyPagesError  TooLongError (TooManyLinesError)  TooMuchMemoryError
    │   │       ├── TooDeepError (TooManyGroupsError)  TooManySelectorsError
    │   │       └── TooSlowError (PageTooSlowError)
    │   ├── CommandError           a command that cannot be carried out
    │   │   └── JobNotFoundError   IllegalTransitionError   PlayNotFoundError   ExportError
    │   ├── MissingLibraryError  NoScreenError   what the system lacks for a window
    │   └── StorageError           the data directory or the database
    │       └── DatabaseTooNewError  DatabaseCorruptError  DatabaseBusyError  DiskFullError
    │           DataDirectoryError   MigrationFailedError  SourceMissingError  DatabaseUnreachableError
    │           DriverMissingError
    ├── ChildCrashedError          a child process died under a job: worth another try
    ├── LeaseLostError             a worker's lease was taken: it abandons the job; never shown
    └── BugError                   our fault

The docstring of a class is its default message; ``code`` is stable and documented, ``advice`` says what to do next,
``transient`` says whether another try may help.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import ClassVar


class PlayBuddyError(Exception):
    """Something went wrong."""

    code: ClassVar[str] = "error"
    advice: ClassVar[str] = ""
    transient: ClassVar[bool] = False

    def __init__(self, message: str = "") -> None:
        """Use ``message``, or the class docstring when it is empty."""
        super().__init__(message or inspect.cleandoc(type(self).__doc__ or ""))

    @property
    def message(self) -> str:
        """The sentence that a person reads."""
        return str(self.args[0])


class KnownError(PlayBuddyError):
    """Something went wrong that you can mend."""


class SourceError(KnownError):
    """The file could not be imported."""

    code = "source"


class UnsupportedFormatError(SourceError):
    """This kind of file is not supported."""

    code = "unsupported-format"
    advice = "Save the script as TXT, PDF or DOCX and import that file."


class EmptyFileError(SourceError):
    """The file is empty."""

    code = "empty-file"
    advice = "Check that the file was saved or downloaded completely, then import it again."


class UnreadableFileError(SourceError):
    """The file could not be read."""

    code = "unreadable-file"
    advice = "Check that the file still exists and that you may read it, then import it again."


class EncryptedFileError(SourceError):
    """The file is protected by a password."""

    code = "encrypted-file"
    advice = "Open it with its password, save a copy without protection and import the copy."


class CorruptFileError(SourceError):
    """The file is damaged."""

    code = "corrupt-file"
    advice = "Open it in the program that made it, save it again and import the new file."


class ScannedFileError(SourceError):
    """The file holds pictures of pages and no text."""

    code = "scanned-file"
    advice = (
        "Choose “Read with OCR” in the window, or run playbuddy import --ocr FILE; "
        'the setting ocr = "always" does so with all scans. '
        "It needs the free program tesseract with the script's language, or: pip install 'playbuddy-desktop[ocr]'."
    )


class OcrMissingError(SourceError):
    """The file holds pictures of pages, and nothing is installed that recognises text on them."""

    code = "ocr-missing"
    advice = (
        "Install tesseract with the language of the script (on Debian and Ubuntu: sudo apt install tesseract-ocr "
        "tesseract-ocr-fra), or PlayBuddy's extra for it: pip install 'playbuddy-desktop[ocr]'."
    )


class OcrFailedError(SourceError):
    """The text on the pages could not be recognised."""

    code = "ocr-failed"
    advice = "Free some memory and try again; or recognise the text with another program and import its result."


class NoSpeechFoundError(SourceError):
    """No lines of a play were found in this file."""

    code = "no-speech"
    advice = "Check that the file is a script with the speakers' names before their lines."


class LimitExceededError(SourceError):
    """The file exceeds a limit."""

    code = "limit"
    advice = "Split the file, or raise the limit in the settings."


class FileTooLargeError(LimitExceededError):
    """The file is too large."""

    code = "too-large"
    advice = "Leave pictures out or split it; or raise max_file_bytes (PDF: max_pdf_bytes) in the settings."


class PartTooLargeError(FileTooLargeError):
    """A part of the file unpacks to too much."""

    code = "part-too-large"
    advice = "Split the file; or raise max_part_bytes in the settings if you trust it."


class UnpackedTooLargeError(FileTooLargeError):
    """The file unpacks to too much."""

    code = "unpacked-too-large"
    advice = "Leave pictures out or split it; or raise max_unpacked_bytes in the settings if you trust it."


class TooManyPartsError(LimitExceededError):
    """The file is packed from too many parts."""

    code = "too-many-parts"
    advice = "Save it anew in the program that made it; or raise max_parts in the settings if you trust it."


class TooManyPagesError(LimitExceededError):
    """The file has too many pages."""

    code = "too-many-pages"
    advice = "Split it, one play each, or raise max_pages in the settings."


class TooLongError(LimitExceededError):
    """The file holds too much text."""

    code = "too-long"
    advice = "Split it, one play each, or raise max_chars in the settings."


class TooManyLinesError(TooLongError):
    """The file has too many lines."""

    code = "too-many-lines"
    advice = "Split it, one play each, or raise max_lines in the settings."


class TooDeepError(LimitExceededError):
    """The file is nested too deeply."""

    code = "too-deep"
    advice = "Save it as DOCX or TXT and import that file; or raise max_depth in the settings."


class TooManyGroupsError(TooDeepError):
    """The groups of the file are nested too deeply."""

    code = "too-many-groups"
    advice = "Save it as DOCX or TXT and import that file; or raise max_groups in the settings."


class TooManySelectorsError(LimitExceededError):
    """The styles of the file have too many rules."""

    code = "too-many-selectors"
    advice = "Save it as DOCX or TXT and import that file, or raise max_selectors in the settings."


class TooSlowError(LimitExceededError):
    """Reading the file took too long."""

    code = "too-slow"
    advice = "Try again when the computer has less to do, split the file, or raise max_seconds in the settings."


class PageTooSlowError(TooSlowError):
    """Recognising the text of a page took too long."""

    code = "page-too-slow"
    advice = "Try again when the computer has less to do, or raise max_ocr_seconds in the settings."


class TooMuchMemoryError(LimitExceededError):
    """Reading the file took too much memory."""

    code = "too-much-memory"
    advice = "Split the file; or raise max_child_bytes (scanned pages: max_ocr_child_bytes) in the settings."


class CommandError(KnownError):
    """The command cannot be carried out."""

    code = "command"


class JobNotFoundError(CommandError):
    """There is no such job."""

    code = "job-not-found"
    advice = "List the jobs to see their ids."


class IllegalTransitionError(CommandError):
    """The job is not in a state that allows this."""

    code = "illegal-transition"
    advice = "Look at the job's state: it may have changed in the meantime."


class PlayNotFoundError(CommandError):
    """There is no such play in the library."""

    code = "play-not-found"
    advice = "List the plays to see their ids."


class ExportError(CommandError):
    """The play could not be written to a file."""

    code = "export"
    advice = "Check that the folder exists and that you may write to it, or choose another."


class MissingLibraryError(KnownError):
    """A library of the system is missing that PlayBuddy needs."""

    code = "missing-library"
    advice = (
        "On Debian and Ubuntu: sudo apt install libglib2.0-0 libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1."
    )


class NoScreenError(KnownError):
    """There is no screen to open the window on."""

    code = "no-screen"
    advice = "Use the commands of the terminal: playbuddy --help lists them."


class StorageError(KnownError):
    """The program's data could not be read or written."""

    code = "storage"


class DatabaseTooNewError(StorageError):
    """The database was written by a newer version of PlayBuddy."""

    code = "database-too-new"
    advice = "Install the newest version of PlayBuddy, or restore a backup from the backups folder."


class DatabaseCorruptError(StorageError):
    """The database is damaged."""

    code = "database-corrupt"
    advice = "Close PlayBuddy and restore the newest file of the backups folder."


class DatabaseBusyError(StorageError):
    """Another program keeps the database locked."""

    code = "database-busy"
    advice = "Close other programs that use the database and try again."
    transient = True


class DiskFullError(StorageError):
    """The disk is full."""

    code = "disk-full"
    advice = "Free some space on the disk, then try again."
    transient = True


class DataDirectoryError(StorageError):
    """The data directory cannot be used."""

    code = "data-directory"
    advice = "Check that the folder exists and that you may write to it, or choose another with --data-dir."


class MigrationFailedError(StorageError):
    """The database could not be brought to the current version; it was left as it was."""

    code = "migration-failed"
    advice = "Keep the backups folder and report the problem with the log file."


class DatabaseUnreachableError(StorageError):
    """The database server does not answer."""

    code = "database-unreachable"
    advice = "Check that the server runs and that the database's URL in the settings is right."
    transient = True


class DriverMissingError(StorageError):
    """The driver for PostgreSQL is not installed."""

    code = "driver-missing"
    advice = "Install it with: pip install 'playbuddy-desktop[postgresql]'."


class SourceMissingError(StorageError):
    """The stored copy of the script is missing or damaged."""

    code = "source-missing"
    advice = "Import the original file again."


class ChildCrashedError(PlayBuddyError):
    """The process that parsed this script crashed."""

    code = "child-crashed"
    advice = "PlayBuddy tries again by itself. If it keeps happening, the file is probably damaged: save it anew."
    transient = True


class LeaseLostError(PlayBuddyError):
    """The job was taken from this worker."""

    code = "lease-lost"


class BugError(PlayBuddyError):
    """PlayBuddy made a mistake."""

    code = "bug"
    advice = "Please report it with the technical details. Your other plays are not affected."


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """An error as a value: stored with a job, sent between processes, shown to a person.

    Attributes:
        code: the stable code of the error class.
        message: one sentence for a person.
        advice: what to do next; may be empty.
        transient: whether another try may help.
        technical: type and traceback for a report; empty for known errors.
    """

    code: str
    message: str
    advice: str = ""
    transient: bool = False
    technical: str = ""

    @classmethod
    def of(cls, error: BaseException, technical: str = "") -> ErrorReport:
        """Describe any exception; one that is not ours is reported as a bug."""
        if isinstance(error, PlayBuddyError):
            return cls(error.code, error.message, error.advice, error.transient, technical)
        bug = BugError()
        return cls(bug.code, bug.message, bug.advice, technical=technical or f"{type(error).__name__}: {error}")
