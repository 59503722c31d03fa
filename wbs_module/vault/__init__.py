"""Keys, sealing, encryption, receipt codes, hash chain. Knows no Odoo.

The doors of this room; nobody reaches past them. README.md tells how they fit together.

==================  ===============================================================
keys                `KeyFolder`, `create_key_folder`, `add_master_key`,
                    `activate_master_key`, `retire_master_key`;
                    `KeyStore`, `create_key_store`;
                    `create_case_key`, `open_case_key`, `rewrap_case_key`,
                    `wrapping_master_key_id`, `CaseKey`, `KeyBeingStored`
fields              `FieldContext`, `encrypt_field`, `decrypt_field`,
                    `encrypt_reply_address`, `decrypt_reply_address`
files               `FileContext`, `encrypt_file`, `decrypt_file`, `EncryptedFile`,
                    `sweep_unfinished_files`
sealing             `Generation`, `create_generation`, `verify_generation_chain`,
                    `trusted_generations`, `generation_to_record`,
                    `generation_from_record`, `seal_identity`, `seal_file`,
                    `CUSTODIANS`, `APPROVERS`, `new_age_identity`
receipt codes       `new_receipt_code`, `normalise_receipt_code`,
                    `format_receipt_code`, `receipt_code_hash`,
                    `receipt_code_fragments`, `find_receipt_code`,
                    `receipt_code_length`, `RECEIPT_CODE_LENGTH`
audit               `AuditEntry`, `ChainedEntry`, `entry_hash`, `BEGINNING`, `Head`,
                    `verify_chain`, `Touched`, `Checkpoint`, `make_checkpoint`,
                    `verify_checkpoints`, `verify_all_chains`, `export_entries`,
                    `read_entries`, `export_checkpoints`, `read_checkpoints`
drafts              `DraftKey`, `new_draft_key`, `draft_key_from_cookie`,
                    `encrypt_draft`, `decrypt_draft`, `draft_expiry`
check page          `inspect_keys`, `Surroundings`, `Finding`, `Severity`
demonstration       `create_demo_keys`, `read_demo_people`, `DemoLayer`
command             `run_command`
errors              `VaultError` and below: sentences without content
==================  ===============================================================
"""

from .age import AgeIdentity, new_age_identity
from .audit_chain import (
    BEGINNING,
    Head,
    Tampering,
    Touched,
    entry_hash,
    verify_chain,
)
from .audit_checkpoint import (
    Checkpoint,
    TouchedCheckpoint,
    make_checkpoint,
    verify_all_chains,
    verify_checkpoints,
)
from .audit_entry import AuditEntry, ChainedEntry
from .audit_export import (
    export_checkpoints,
    export_entries,
    read_checkpoints,
    read_entries,
)
from .case_key import (
    CaseKey,
    KeyBeingStored,
    create_case_key,
    open_case_key,
    rewrap_case_key,
    wrapping_master_key_id,
)
from .command_line import run_command
from .demo_keys import DemoLayer, create_demo_keys, read_demo_people
from .draft import (
    DraftKey,
    decrypt_draft,
    draft_expiry,
    draft_key_from_cookie,
    encrypt_draft,
    new_draft_key,
)
from .errors import (
    AuditFormatError,
    CaseKeyDamaged,
    CaseKeyDestroyed,
    CaseKeyMissing,
    CaseKeyOfAnotherInstallation,
    ContentRefused,
    DraftExpired,
    DraftRefused,
    FileMissing,
    FileTooLarge,
    GenerationFileDamaged,
    GenerationRefused,
    KeyFolderDamaged,
    KeyFolderError,
    KeyFolderExists,
    KeyFolderMissing,
    KeyFolderTooOpen,
    KeyFolderUnreadable,
    KeyStoreError,
    KeyStoreExists,
    KeyStoreMissing,
    KeyStoreUnwritable,
    MasterKeyInUse,
    MasterKeyMissing,
    PinExists,
    PinMissing,
    ReceiptCodeTypingError,
    RecipientRefused,
    VaultError,
)
from .field_encryption import (
    FieldContext,
    decrypt_field,
    decrypt_reply_address,
    encrypt_field,
    encrypt_reply_address,
)
from .file_encryption import (
    EncryptedFile,
    decrypt_file,
    encrypt_file,
    sweep_unfinished_files,
)
from .file_sealing import seal_file
from .generation import (
    APPROVERS,
    CUSTODIANS,
    Generation,
    trusted_generations,
    verify_generation_chain,
)
from .generation_creation import (
    NewGeneration,
    SigningGeneration,
    create_generation,
    seal_private_halves,
)
from .generation_file import generation_from_record, generation_to_record
from .inspection import Finding, Severity, Surroundings, inspect_keys
from .key_folder import KeyFolder
from .key_folder_creation import (
    activate_master_key,
    add_master_key,
    create_key_folder,
    retire_master_key,
)
from .key_store import Comparison, KeyStore, SweepReport, create_key_store
from .receipt_code import CODE_LENGTH as RECEIPT_CODE_LENGTH
from .receipt_code import (
    find_receipt_code,
    format_receipt_code,
    new_receipt_code,
    normalise_receipt_code,
    receipt_code_fragments,
    receipt_code_hash,
    receipt_code_length,
)
from .sealing import seal_identity
from .secret_bytes import SecretBytes
from .stream_encryption import FileContext

__all__ = [
    "RECEIPT_CODE_LENGTH",
    "APPROVERS",
    "BEGINNING",
    "CUSTODIANS",
    "AgeIdentity",
    "AuditEntry",
    "AuditFormatError",
    "CaseKey",
    "CaseKeyDamaged",
    "CaseKeyDestroyed",
    "CaseKeyMissing",
    "CaseKeyOfAnotherInstallation",
    "ChainedEntry",
    "Checkpoint",
    "Comparison",
    "ContentRefused",
    "DemoLayer",
    "DraftExpired",
    "DraftKey",
    "DraftRefused",
    "EncryptedFile",
    "FieldContext",
    "FileContext",
    "FileMissing",
    "FileTooLarge",
    "Finding",
    "Generation",
    "GenerationFileDamaged",
    "GenerationRefused",
    "Head",
    "KeyBeingStored",
    "KeyFolder",
    "KeyFolderDamaged",
    "KeyFolderError",
    "KeyFolderExists",
    "KeyFolderMissing",
    "KeyFolderTooOpen",
    "KeyFolderUnreadable",
    "KeyStore",
    "KeyStoreError",
    "KeyStoreExists",
    "KeyStoreMissing",
    "KeyStoreUnwritable",
    "MasterKeyInUse",
    "MasterKeyMissing",
    "NewGeneration",
    "PinExists",
    "PinMissing",
    "ReceiptCodeTypingError",
    "RecipientRefused",
    "SecretBytes",
    "Severity",
    "SigningGeneration",
    "Surroundings",
    "SweepReport",
    "Tampering",
    "Touched",
    "TouchedCheckpoint",
    "VaultError",
    "activate_master_key",
    "add_master_key",
    "create_case_key",
    "create_demo_keys",
    "create_generation",
    "create_key_folder",
    "create_key_store",
    "decrypt_draft",
    "decrypt_field",
    "decrypt_file",
    "decrypt_reply_address",
    "draft_expiry",
    "draft_key_from_cookie",
    "encrypt_draft",
    "encrypt_field",
    "encrypt_file",
    "encrypt_reply_address",
    "entry_hash",
    "export_checkpoints",
    "export_entries",
    "find_receipt_code",
    "format_receipt_code",
    "generation_from_record",
    "generation_to_record",
    "inspect_keys",
    "make_checkpoint",
    "new_age_identity",
    "new_draft_key",
    "new_receipt_code",
    "normalise_receipt_code",
    "open_case_key",
    "read_checkpoints",
    "read_demo_people",
    "read_entries",
    "receipt_code_fragments",
    "receipt_code_hash",
    "receipt_code_length",
    "retire_master_key",
    "rewrap_case_key",
    "run_command",
    "seal_file",
    "seal_identity",
    "seal_private_halves",
    "sweep_unfinished_files",
    "trusted_generations",
    "verify_all_chains",
    "verify_chain",
    "verify_checkpoints",
    "verify_generation_chain",
    "wrapping_master_key_id",
]
