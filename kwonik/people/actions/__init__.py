"""The verbs of this room: one function each, keyword-only, `by` the account that does it.

`by=None` is the installation itself (its command line): it may do everything here.
"""

from .accounts import (
    close_account,
    close_own_account,
    create_account,
    end_grant,
    grant_role,
    remove_second_factor,
    reopen_account,
    reset_password,
    set_password_anew,
    sign_up,
)
from .api_keys import make_api_key, note_use, revoke_api_key
from .clients import amend_client, merge_clients, part_client, register_client
from .drafts import draft, drop_draft, save_draft
from .keys import destroy_key, rotate_keys
from .refusals import note_resident_number
from .registers import (
    add_post,
    amend_appointment,
    appoint,
    appoint_staff,
    declare_conflict,
    end_appointment,
    end_post,
    end_staff,
    withdraw_conflict,
)
from .submissions import submission

__all__ = [
    "add_post",
    "amend_appointment",
    "amend_client",
    "appoint",
    "appoint_staff",
    "close_account",
    "close_own_account",
    "create_account",
    "declare_conflict",
    "destroy_key",
    "draft",
    "drop_draft",
    "end_appointment",
    "end_grant",
    "end_post",
    "end_staff",
    "grant_role",
    "make_api_key",
    "merge_clients",
    "note_resident_number",
    "note_use",
    "part_client",
    "register_client",
    "remove_second_factor",
    "reopen_account",
    "reset_password",
    "revoke_api_key",
    "rotate_keys",
    "save_draft",
    "set_password_anew",
    "sign_up",
    "submission",
    "withdraw_conflict",
]
