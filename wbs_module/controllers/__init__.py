"""Public pages, downloads and webhooks."""

from . import (  # noqa: F401 (routes are registered on import)
    audit_export,
    evidence_download,
    letter_download,
    raw_dispatcher,
    referral_download,
    registration,
    reporter_inbox,
    reporter_pages,
    reporter_requests,
    reporter_style,
    second_factor,
)
