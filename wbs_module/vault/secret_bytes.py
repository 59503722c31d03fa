"""Bytes that must not end up in a log, a traceback, a queue or a comparison."""

import hmac
import secrets


class SecretBytes:
    """A key. Prints as its length only, compares in constant time, never pickles."""

    __slots__ = ("__value",)

    def __init__(self, value: bytes) -> None:
        self.__value = bytes(value)

    @classmethod
    def random(cls, length: int = 32) -> "SecretBytes":
        """``length`` bytes from the operating system's generator."""
        return cls(secrets.token_bytes(length))

    def reveal(self) -> bytes:
        """The bytes themselves, for the call that encrypts or writes the key file."""
        return self.__value

    def __len__(self) -> int:
        return len(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SecretBytes):
            return NotImplemented
        return hmac.compare_digest(self.__value, other.__value)

    __hash__ = None  # type: ignore[assignment]  # a key in a set leaks by timing

    def __repr__(self) -> str:
        return f"<SecretBytes of {len(self.__value)} bytes>"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("A key is never pickled: it must not enter a queue or cache.")
