"""The questions of the public form, and what makes an answer acceptable."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from .. import vault
from .form_stream import FormRefused

# One question a page, in this order; each name is also the part of the account.
QUESTIONS = ("what", "where", "when", "who", "source")
STEPS = ("category", *QUESTIONS, "proof", "identity", "check")
LONGEST = {"what": 50_000, "proof": 20_000}
LONGEST_OTHER = 10_000
IDENTITY_PARTS = ("name", "employee_number", "address", "telephone")
LONGEST_IDENTITY = 300
LONGEST_MESSAGE = 20_000


def next_step(step: str) -> str:
    return STEPS[STEPS.index(step) + 1]


def previous_step(step: str) -> str | None:
    index = STEPS.index(step)
    return STEPS[index - 1] if index else None


def longest(name: str) -> int:
    return LONGEST.get(name, LONGEST_OTHER)


def text_problem(env: api.Environment, text: str, limit: int) -> str:
    """What is wrong with a free text, as a sentence to its writer; empty if nothing."""
    if len(text) > limit:
        return env._(
            "This is %(length)s characters long; at most %(limit)s can be taken here. "
            "Nothing is lost: shorten it, or put the rest into a file and attach that.",
            length=len(text),
            limit=limit,
        )
    if vault.find_receipt_code(text):
        return env._(
            "There is a receipt code in this text. Take it out: whoever reads it could "
            "open your report."
        )
    return ""


def form_problem(env: api.Environment, refused: FormRefused) -> str:
    """Why a whole form was not kept, as a sentence to who sent it."""
    if refused.too_large:
        return env._(
            "That was more than can be taken here and was not kept. What you had saved "
            "before is still here: shorten the text, or put it into a file and attach "
            "that."
        )
    return env._(
        "What you sent arrived broken and was not kept. What you had saved before is "
        "still here: write it again and send it once more."
    )


def code_problem(env: api.Environment, typed: str) -> str:
    """What is wrong with something typed that cannot be a receipt code."""
    count = vault.receipt_code_length(typed)
    if not count:
        return env._("Type your code first, then press “Open”.")
    if count != vault.RECEIPT_CODE_LENGTH:
        return env._(
            "A code has %(length)s letters and digits; you typed %(count)s. Compare it "
            "with what you wrote down.",
            length=vault.RECEIPT_CODE_LENGTH,
            count=count,
        )
    return env._(
        "The length is right, but at least one character is wrong. Compare it with "
        "what you wrote down, one group after the other."
    )


def check_step(
    env: api.Environment, step: str, answers: dict[str, str]
) -> dict[str, str]:
    """Field → sentence, for what keeps the reporter on this step."""
    errors = {}
    if step == "what" and not answers["what"].strip():
        errors["what"] = env._(
            "Tell what happened, in your own words. Without it the office has nothing "
            "to look into."
        )
    if step == "identity" and name_is_missing(env.company, answers):
        errors["name"] = env._(
            "This office does not take reports without a name. It is sealed, and those "
            "who handle the report never see it."
        )
    for name, text in answers.items():
        limit = LONGEST_IDENTITY if step == "identity" else longest(name)
        problem = text_problem(env, text, limit)
        if problem:
            errors[name] = problem
    return errors


def name_is_missing(office: models.Model, identity: dict[str, str]) -> bool:
    """Whether the office takes only reports with a name, and there is none."""
    return not (office.wbs_anonymous_allowed or identity.get("name", "").strip())


def fields_of(step: str) -> tuple[str, ...]:
    if step == "identity":
        return (*IDENTITY_PARTS, "reply_address")
    return (step,)


def report_is_complete(content: dict[str, Any]) -> bool:
    return bool(content["answers"].get("what", "").strip())
