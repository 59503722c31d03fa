"""What can go wrong in the vault, each with a sentence for a person.

Every error carries ``code``, stable and fit for a translation table, and ``values``,
the file names, numbers and key ids that its sentence mentions. Neither holds content,
a key, or anything typed by a reporter, so an error of the vault may be shown to staff
and written to a log.
"""


class VaultError(Exception):
    """Base of all errors of the vault; ``str(error)`` is an English sentence."""

    code = "vault"
    sentence = "The vault could not do this."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence.format(**values))


class KeyFolderError(VaultError):
    """The key folder cannot be used; nothing was read, written or lost."""

    code = "key_folder"


class KeyFolderMissing(KeyFolderError):
    code = "key_folder_missing"
    sentence = (
        "There is no key folder at {path}. Nothing is lost: give the right path, put "
        "the folder back from its backup, or, on a new installation, make one with "
        "'wbs keys init'."
    )


class KeyFolderExists(KeyFolderError):
    code = "key_folder_exists"
    sentence = (
        "{path} already holds something, and keys are never overwritten. Choose an "
        "empty place for a new key folder."
    )


class KeyFolderTooOpen(KeyFolderError):
    code = "key_folder_too_open"
    sentence = (
        "{path} can be read by other accounts of this machine (mode {mode}). Run "
        "'chmod {wanted} {path}', and rotate the master key if others had access."
    )


class KeyFolderUnreadable(KeyFolderError):
    code = "key_folder_unreadable"
    sentence = (
        "{path} cannot be read by this account. Nothing is lost: give the folder to "
        "the account that runs the server."
    )


class KeyFolderDamaged(KeyFolderError):
    code = "key_folder_damaged"
    sentence = (
        "{path} is damaged or not a file of a key folder. Put it back from the key "
        "folder's backup; do not make a new key, the old content would stay closed."
    )


class MasterKeyMissing(KeyFolderError):
    code = "master_key_missing"
    sentence = (
        "Master key {master_key_id} is not in the key folder. Nothing is lost: this "
        "server has another or an older key folder; put the missing key file back."
    )


class MasterKeyInUse(KeyFolderError):
    code = "master_key_in_use"
    sentence = (
        "Master key {master_key_id} is the one in use and cannot be retired. Activate "
        "another one first."
    )


class PinExists(KeyFolderError):
    code = "pin_exists"
    sentence = (
        "The first generation of the {layer} is already pinned in the key folder, and "
        "a pin is never replaced. A new generation is signed by the one before it."
    )


class PinMissing(KeyFolderError):
    code = "pin_missing"
    sentence = (
        "No first generation of the {layer} is pinned in the key folder, so identities "
        "cannot be sealed and only anonymous reports can be taken."
    )


class KeyStoreError(VaultError):
    """The key store cannot serve this case key."""

    code = "key_store"


class KeyStoreMissing(KeyStoreError):
    code = "key_store_missing"
    sentence = (
        "There is no key store at {path}. Nothing is lost: mount it, give the right "
        "path, or, on a new installation, make one with 'wbs keys init'."
    )


class KeyStoreExists(KeyStoreError):
    code = "key_store_exists"
    sentence = (
        "{path} already holds something. Choose an empty place for a new key store."
    )


class KeyStoreUnwritable(KeyStoreError):
    code = "key_store_unwritable"
    sentence = (
        "The key store at {path} cannot be written ({reason}), so no case can be taken "
        "or destroyed. Nothing is lost; try again once the disk is in order."
    )


class CaseKeyMissing(KeyStoreError):
    code = "case_key_missing"
    sentence = (
        "The key store at {path} has no file for case key {key_id}. Either this is the "
        "wrong key store, or it was put back from a backup older than the case. The "
        "content is still encrypted and unharmed; put the file back."
    )


class CaseKeyDestroyed(KeyStoreError):
    code = "case_key_destroyed"
    sentence = (
        "Case key {key_id} was destroyed on purpose. Its content can never be opened "
        "again, from no backup of the database."
    )


class CaseKeyDamaged(KeyStoreError):
    code = "case_key_damaged"
    sentence = (
        "The file of case key {key_id} in the key store at {path} is damaged. Put it "
        "back from the key store's backup; the content itself is unharmed."
    )


class CaseKeyOfAnotherInstallation(KeyStoreError):
    code = "case_key_of_another_installation"
    sentence = (
        "Case key {key_id} was made by another installation that shares this key "
        "store. This one, a clone perhaps, may read it but not destroy it."
    )


class ContentRefused(VaultError):
    """Stored content is not what was written there; nothing of it is released."""

    code = "content_refused"
    sentence = (
        "This content cannot be opened: it was changed, cut off, belongs to another "
        "place, or was encrypted with another key. Nothing of it was released."
    )


class FileTooLarge(VaultError):
    code = "file_too_large"
    sentence = (
        "The file is larger than the {limit} bytes allowed. Nothing of it was kept."
    )


class FileMissing(VaultError):
    code = "file_missing"
    sentence = (
        "The encrypted file {name} is not where it was stored. Put it back from the "
        "file store's backup."
    )


class GenerationRefused(VaultError):
    """A sealing key in the database is not vouched for by the one before it."""

    code = "generation_refused"
    sentence = (
        "Generation {number} of the {layer} is refused: {reason}. Nothing was sealed "
        "to it. Somebody may have put a key of their own into the database; tell the "
        "custodians."
    )


class GenerationFileDamaged(VaultError):
    code = "generation_file_damaged"
    sentence = "{path} is not a generation as 'wbs keys generation' writes it."


class RecipientRefused(VaultError):
    code = "recipient_refused"
    sentence = "'{recipient}' is not a public key of age (it begins with 'age1')."


class ReceiptCodeTypingError(VaultError):
    """What was typed cannot be a receipt code; the sentence does not repeat it."""

    code = "receipt_code_typing_error"
    sentence = (
        "This is not a complete receipt code: a character is missing, extra or "
        "mistyped. Compare it with what you wrote down."
    )


class DraftRefused(VaultError):
    code = "draft_refused"
    sentence = (
        "The draft cannot be opened: it does not belong to this browser or was changed."
    )


class DraftExpired(VaultError):
    code = "draft_expired"
    sentence = "The draft was kept for a limited time, and that time is over."


class AuditFormatError(VaultError):
    code = "audit_format"
    sentence = "Line {line} of the {what} cannot be read: {reason}."
