"""The error of a backup or restore that cannot be made."""


class BackupError(Exception):
    """The message is a sentence for the operator."""
