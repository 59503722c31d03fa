"""Writes the shipped letter templates: python -m tools.letter_templates"""

from pathlib import Path

from .build import all_templates

FOLDER = Path(__file__).resolve().parents[2] / "wbs_module" / "data" / "letters"


def main() -> None:
    """Write every template into the addon's data folder."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, docx in all_templates().items():
        (FOLDER / name).write_bytes(docx)
        print(f"{name}: {len(docx):,} bytes")


if __name__ == "__main__":
    main()
