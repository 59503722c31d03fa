"""What Odoo's web client asks for a list or a form, out of its own views."""

from collections.abc import Callable
from typing import Any

from lxml import etree

# What the list renderer takes at once, and how far it counts unless a view says less.
PAGE = 80
COUNT_LIMIT = 10_000


def list_request(
    env: Any, user: Any, view: str, domain: list[Any]
) -> Callable[[], dict[str, Any]]:
    """A request of ``user`` for the first page of a list, as ``web_search_read``."""
    record = env.ref(view)
    arch, specification = _read(env, user, record, "list")
    order = arch.get("default_order") or ""
    count_limit = int(arch.get("count_limit") or COUNT_LIMIT) + 1
    model = env[record.model].with_user(user)

    def request() -> dict[str, Any]:
        env.invalidate_all()
        answer: dict[str, Any] = model.web_search_read(
            domain, specification, limit=PAGE, order=order, count_limit=count_limit
        )
        env.cr.commit()
        return answer

    return request


def form_request(
    env: Any, user: Any, view: str, record_id: int
) -> Callable[[], list[dict[str, Any]]]:
    """A request of ``user`` for one record's page, as ``web_read``."""
    record = env.ref(view)
    _arch, specification = _read(env, user, record, "form")
    page = env[record.model].with_user(user).browse(record_id)

    def request() -> list[dict[str, Any]]:
        env.invalidate_all()
        answer: list[dict[str, Any]] = page.web_read(specification)
        env.cr.commit()
        return answer

    return request


def _read(env: Any, user: Any, view: Any, kind: str) -> tuple[Any, dict[str, Any]]:
    model = env[view.model].with_user(user)
    views = model.get_views([(view.id, kind)])
    arch = etree.fromstring(views["views"][kind]["arch"])
    models = {name: it["fields"] for name, it in views["models"].items()}
    return arch, _specification(arch, view.model, models)


def _specification(arch: Any, model: str, models: dict[str, Any]) -> dict[str, Any]:
    """Field → what is asked of it, of the fields that belong to ``arch`` itself."""
    asked: dict[str, Any] = {}
    for node in arch.iter("field"):
        if next((it for it in node.iterancestors("field")), None) is not None:
            continue  # of a list within the form
        field = models[model][node.get("name")]
        inner: dict[str, Any] = {}
        if "relation" in field:
            inner = {"fields": {"display_name": {}}}
        nested = node.find("list")
        if nested is not None:
            relation = field["relation"]
            inner = {"fields": _specification(nested, relation, models)}
        asked[node.get("name")] = inner
    return asked
