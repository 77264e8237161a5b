"""Errors of the index folder.

corpus.UserError
└── IndexFolderError        what goes wrong with the data folder; all of it can be mended by the user
    ├── StoreMissingError     there is no store in the data folder
    ├── StoreDamagedError     the file is no database, not ours, or its pages are torn
    ├── StoreTooNewError      written by a later version of the program
    ├── StoreBusyError        another process holds it for too long
    ├── StoreUnwritableError  no permission, no space, read-only
    ├── NotInStore            a document or clause that was asked for is not there
    ├── IndexUnusable         the full-text index is missing, damaged or of another make: build it again from the store
    └── IndexBusyError        another process is writing the full-text index
"""

from __future__ import annotations

from corpus import UserError


class IndexFolderError(UserError):
    """A fault of the data folder or of what was asked of it."""

    code = "data_folder"


class StoreMissingError(IndexFolderError):
    """The data folder holds no store."""

    code = "store_missing"


class StoreDamagedError(IndexFolderError):
    """The store's file is no database, is not ours, or is torn."""

    code = "store_damaged"


class StoreTooNewError(IndexFolderError):
    """The store was written by a later version of the program."""

    code = "store_too_new"


class StoreBusyError(IndexFolderError):
    """Another process held the store longer than we wait."""

    code = "store_busy"


class StoreUnwritableError(IndexFolderError):
    """The data folder cannot be read or written: permission, disk space, read-only medium."""

    code = "store_unwritable"


class NotInStore(IndexFolderError):  # says what was found, not that something broke
    """No such document or clause in the store."""

    code = "not_in_store"


class IndexUnusable(IndexFolderError):  # the index's state, mended by building it again
    """The full-text index cannot be used; the caller builds it again from the store."""

    code = "index_unusable"


class IndexBusyError(IndexFolderError):
    """Another process is writing the full-text index."""

    code = "index_busy"
