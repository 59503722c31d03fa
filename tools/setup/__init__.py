"""From a bare Debian machine to a working checkout.

Runs before the virtual environment exists: the standard library only.
"""
