"""The vault: the only place where personal data is sealed and opened.

Sealing is AES-256-GCM with the ring's current key. The associated data names table, column and row, so that a
ciphertext moved to another row, column or use does not open. Opening writes the access log (접속기록) first, in
the same transaction: when it cannot be written, nothing is opened (개인정보의 안전성 확보조치 기준 제8조).
"""

from kwonik.people.keyring import CannotOpen

from .access_log import Origin, log, origin
from .identities import (
    Identified,
    client_ids,
    identities,
    name_digest,
    new_clients,
    number_digest,
    phone_digest,
    sealed_identity,
    source_digest,
    tail_digest,
)
from .letting_go import held_by, let_go
from .texts import (
    open_token,
    read,
    read_file,
    reseal,
    seal,
    seal_file,
    seal_number,
    seal_token,
    text_ids,
    text_numbers,
)

__all__ = [
    "CannotOpen",
    "Identified",
    "Origin",
    "client_ids",
    "held_by",
    "identities",
    "let_go",
    "log",
    "name_digest",
    "new_clients",
    "number_digest",
    "open_token",
    "origin",
    "phone_digest",
    "read",
    "read_file",
    "reseal",
    "seal",
    "seal_file",
    "seal_number",
    "seal_token",
    "sealed_identity",
    "source_digest",
    "tail_digest",
    "text_ids",
    "text_numbers",
]
