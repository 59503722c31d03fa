"""What the vault says, in the reader's language: a catalogue by code.

The vault knows no Odoo, so its errors and findings carry an English sentence, a code
and values. Here stands the same sentence for translation. A test holds the two equal,
so that a code without an entry, or an entry that drifted, fails.
"""

from __future__ import annotations

from collections.abc import Mapping

from odoo import api
from odoo.tools.translate import LazyTranslate

from .. import vault

_lt = LazyTranslate(__name__)

ERRORS = {
    "vault": _lt("The vault could not do this."),
    "key_folder_missing": _lt(
        "There is no key folder at %(path)s. Nothing is lost: give the right "
        "path, put the folder back from its backup, or, on a new "
        "installation, make one with 'wbs keys init'."
    ),
    "key_folder_exists": _lt(
        "%(path)s already holds something, and keys are never overwritten. "
        "Choose an empty place for a new key folder."
    ),
    "key_folder_too_open": _lt(
        "%(path)s can be read by other accounts of this machine (mode "
        "%(mode)s). Run 'chmod %(wanted)s %(path)s', and rotate the master "
        "key if others had access."
    ),
    "key_folder_unreadable": _lt(
        "%(path)s cannot be read by this account. Nothing is lost: give the "
        "folder to the account that runs the server."
    ),
    "key_folder_damaged": _lt(
        "%(path)s is damaged or not a file of a key folder. Put it back from "
        "the key folder's backup; do not make a new key, the old content "
        "would stay closed."
    ),
    "master_key_missing": _lt(
        "Master key %(master_key_id)s is not in the key folder. Nothing is "
        "lost: this server has another or an older key folder; put the "
        "missing key file back."
    ),
    "master_key_in_use": _lt(
        "Master key %(master_key_id)s is the one in use and cannot be "
        "retired. Activate another one first."
    ),
    "pin_exists": _lt(
        "The first generation of the %(layer)s is already pinned in the key "
        "folder, and a pin is never replaced. A new generation is signed by "
        "the one before it."
    ),
    "pin_missing": _lt(
        "No first generation of the %(layer)s is pinned in the key folder, so"
        " identities cannot be sealed and only anonymous reports can be "
        "taken."
    ),
    "key_store_missing": _lt(
        "There is no key store at %(path)s. Nothing is lost: mount it, give "
        "the right path, or, on a new installation, make one with 'wbs keys "
        "init'."
    ),
    "key_store_exists": _lt(
        "%(path)s already holds something. Choose an empty place for a new key store."
    ),
    "key_store_unwritable": _lt(
        "The key store at %(path)s cannot be written (%(reason)s), so no case"
        " can be taken or destroyed. Nothing is lost; try again once the disk"
        " is in order."
    ),
    "case_key_missing": _lt(
        "The key store at %(path)s has no file for case key %(key_id)s. "
        "Either this is the wrong key store, or it was put back from a backup"
        " older than the case. The content is still encrypted and unharmed; "
        "put the file back."
    ),
    "case_key_destroyed": _lt(
        "Case key %(key_id)s was destroyed on purpose. Its content can never "
        "be opened again, from no backup of the database."
    ),
    "case_key_damaged": _lt(
        "The file of case key %(key_id)s in the key store at %(path)s is "
        "damaged. Put it back from the key store's backup; the content itself"
        " is unharmed."
    ),
    "case_key_of_another_installation": _lt(
        "Case key %(key_id)s was made by another installation that shares "
        "this key store. This one, a clone perhaps, may read it but not "
        "destroy it."
    ),
    "content_refused": _lt(
        "This content cannot be opened: it was changed, cut off, belongs to "
        "another place, or was encrypted with another key. Nothing of it was "
        "released."
    ),
    "file_too_large": _lt(
        "The file is larger than the %(limit)s bytes allowed. Nothing of it was kept."
    ),
    "file_missing": _lt(
        "The encrypted file %(name)s is not where it was stored. Put it back "
        "from the file store's backup."
    ),
    "generation_refused": _lt(
        "Generation %(number)s of the %(layer)s is refused: %(reason)s. "
        "Nothing was sealed to it. Somebody may have put a key of their own "
        "into the database; tell the custodians."
    ),
    "generation_file_damaged": _lt(
        "%(path)s is not a generation as 'wbs keys generation' writes it."
    ),
    "recipient_refused": _lt(
        "'%(recipient)s' is not a public key of age (it begins with 'age1')."
    ),
    "receipt_code_typing_error": _lt(
        "This is not a complete receipt code: a character is missing, extra "
        "or mistyped. Compare it with what you wrote down."
    ),
    "draft_refused": _lt(
        "The draft cannot be opened: it does not belong to this browser or was changed."
    ),
    "draft_expired": _lt(
        "The draft was kept for a limited time, and that time is over."
    ),
    "audit_format": _lt("Line %(line)s of the %(what)s cannot be read: %(reason)s."),
}
FINDINGS = {
    "key_folder_in_order": _lt(
        "The key folder is complete and readable by its own account only."
    ),
    "keys_inside_data": _lt(
        "The %(what)s lies inside %(folder)s, where the data is that it "
        "protects: whoever copies one has both. Move it elsewhere."
    ),
    "keys_inside_backup": _lt(
        "The %(what)s lies inside %(folder)s, which is backed up together "
        "with the data: the backup then opens itself. Back keys up apart."
    ),
    "demo_keys": _lt(
        "These are demonstration keys, which protect nobody. Real reports are"
        " not taken. Make real ones with 'wbs keys init'."
    ),
    "old_master_keys": _lt(
        "%(count)s older master key(s) are still kept. When all case keys are"
        " rewrapped under the active one, retire them."
    ),
    "key_store_missing": _lt(
        "There is no key store at %(path)s, or this account cannot read it. "
        "No case can be taken or opened."
    ),
    "key_store_inside_key_folder": _lt(
        "The key store lies inside the key folder, so long-lived backups of "
        "the key folder would bring destroyed case keys back. Move it out."
    ),
    "places_in_order": _lt("Key folder, key store and data lie apart from each other."),
    "https_in_order": _lt("The site is reached by HTTPS."),
    "no_https": _lt(
        "The site is not reached by HTTPS: reports would cross the network in"
        " clear, and browsers refuse to seal and open. Put a proxy with a "
        "certificate before Odoo and set web.base.url to its https address."
    ),
    "no_generation": _lt(
        "The %(layer)s have no sealing key yet. Until both layers have one, "
        "only anonymous reports are taken."
    ),
    "key_store_too_open": _lt(
        "The key store %(path)s can be read by other accounts of this "
        "machine. Run 'chmod 0700 %(path)s'."
    ),
    "key_store_in_order": _lt(
        "The key store is there and readable by its own account only."
    ),
    "too_few_members": _lt(
        "The %(layer)s are %(count)s person(s). With fewer than two, one "
        "illness or forgotten passphrase keeps identities closed to "
        "everybody. Name another one."
    ),
    "recovery_untested": _lt(
        "The recovery key of the %(layer)s was not tried within a year. A key"
        " that nobody tried may be a sheet of paper only. Try it, as the manual "
        "of the keys says, and enter the day below."
    ),
}
TAMPERING = {
    "changed": _lt("Entry %(sequence)s of chain %(chain)s was changed."),
    "removed": _lt("Entry %(sequence)s of chain %(chain)s was removed."),
    "inserted": _lt(
        "What stands at place %(sequence)s of chain %(chain)s was put in afterwards."
    ),
    "reordered": _lt(
        "Entry %(sequence)s of chain %(chain)s no longer stands in its place."
    ),
    "cut_off": _lt("Chain %(chain)s was cut off: entry %(sequence)s is missing."),
    "rewritten": _lt(
        "Chain %(chain)s was written anew with the chain key: one of its "
        "entries up to %(sequence)s is not what the checkpoint saw."
    ),
}


# Values that are words themselves.
WORDS = {
    "custodians": _lt("custodians"),
    "approvers": _lt("disclosure approvers"),
    "key folder": _lt("key folder"),
    "key store": _lt("key store"),
}


def _say(env: api.Environment, template: object, values: Mapping[str, object]) -> str:
    said = {
        name: env._(WORDS[value]) if str(value) in WORDS else value
        for name, value in values.items()
    }
    sentence = env._(template)
    return sentence % said


def say_error(env: api.Environment, problem: vault.VaultError) -> str:
    """The sentence of an error of the vault in the language of ``env``."""
    if problem.code not in ERRORS:
        return str(problem)
    return _say(env, ERRORS[problem.code], problem.values)


def say_finding(env: api.Environment, finding: vault.Finding) -> str:
    """The sentence of a finding; one of an error says what the error says."""
    template = FINDINGS.get(finding.code) or ERRORS.get(finding.code)
    return _say(env, template, finding.values) if template else finding.sentence


def say_touched(env: api.Environment, touched: vault.Touched) -> str:
    """Which entry of which chain was touched, and how."""
    template = TAMPERING[touched.tampering.name.lower()]
    values = {"chain": touched.chain, "sequence": touched.sequence}
    return _say(env, template, values)
