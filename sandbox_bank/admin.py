"""The knobs, the clock, the books and the notices, for whoever tests. JSON only, so that no web page can press a button."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox_bank import asking, cards, clock, knobs, notices, transfers
from sandbox_bank.books import CUSTODY, Books, audit, note
from sandbox_bank.courier import Courier, is_loopback

OVERVIEW = 20
"""Lines and virtual accounts on the overview."""


def counter(books: Books, courier: Courier) -> Blueprint:
    door = Blueprint("admin", __name__, url_prefix="/admin")

    @door.errorhandler(ValueError)
    @door.errorhandler(KeyError)
    def refuse(trouble: Exception) -> tuple[Response, int]:
        return jsonify(error=str(trouble)), 422

    @door.get("")
    def everything() -> Response:
        with books.changing() as db:
            return jsonify(
                now=clock.moment(clock.now(db)).isoformat(),
                seed=knobs.seed(db),
                knobs=knobs.standing(db),
                notices=notices.describe(db),
                books=audit(db),
            )

    @door.get("/books")
    def whole() -> Response:
        with books.changing() as db:
            transfers.do_what_is_due(db, clock.now(db))
            return jsonify(audit(db))

    @door.get("/overview")
    def overview() -> Response:
        """What somebody who tries things out wants to see on one page: the newest first."""
        with books.changing() as db:
            transfers.do_what_is_due(db, clock.now(db))
            return jsonify(
                now=clock.moment(clock.now(db)).isoformat(),
                knobs=knobs.standing(db),
                notices=notices.describe(db),
                books=audit(db),
                lines=transfers.last_lines(db, OVERVIEW),
                virtual_accounts=transfers.last_issued(db, OVERVIEW),
                card_orders=cards.last_issued(db, OVERVIEW),
            )

    @door.get("/customer")
    def customer() -> Response:
        """What the customer is given when the contract is signed: who they are here, and how notices are signed."""
        with books.changing() as db:
            return jsonify(
                client_id=asking.CLIENT_ID,
                client_secret=asking.CLIENT_SECRET,
                organisation=asking.ORGANISATION,
                custody=CUSTODY,
                notice_keys=notices.keys_in_use(db),
            )

    _the_knobs(door, books)
    _the_clock(door, books)
    _the_notices(door, books, courier)
    _the_keys(door, books)
    return door


def _the_knobs(door: Blueprint, books: Books) -> None:
    @door.put("/knobs/<name>")
    def turn(name: str) -> Response:
        with books.changing() as db:
            knobs.turn(db, name, **request.get_json())
            return jsonify(knobs.standing(db)[name])

    @door.delete("/knobs")
    def reset() -> Response:
        with books.changing() as db:
            knobs.reset(db)
            return jsonify(knobs.standing(db))

    @door.put("/seed")
    def reseed() -> Response:
        with books.changing() as db:
            knobs.reseed(db, int(request.get_json()["seed"]))
            return jsonify(seed=knobs.seed(db))


def _the_clock(door: Blueprint, books: Books) -> None:
    @door.get("/clock")
    def what_time() -> Response:
        with books.changing() as db:
            return jsonify(now=clock.moment(clock.now(db)).isoformat())

    @door.put("/clock")
    def set_clock() -> Response:
        said = request.get_json()
        return _wind(datetime.fromisoformat(said["at"]).timestamp(), said.get("rate", 1.0))

    @door.post("/clock/advance")
    def advance() -> Response:
        said = request.get_json()
        with books.changing() as db:
            now = clock.now(db)
        return _wind(now + float(said["seconds"]), said.get("rate", 1.0))

    def _wind(instant: float, rate: float) -> Response:
        with books.changing() as db:
            clock.set_to(db, instant, float(rate))
            transfers.do_what_is_due(db, instant)
            return jsonify(now=clock.moment(instant).isoformat())


def _the_notices(door: Blueprint, books: Books, courier: Courier) -> None:
    @door.put("/notices/address")
    def address() -> Response:
        where = str(request.get_json()["address"])
        if where and not is_loopback(where):
            raise ValueError("알림은 이 컴퓨터 안으로만 보냅니다.")
        with books.changing() as db:
            note(db, "notices_to", where)
            return jsonify(notices.describe(db))

    @door.post("/notices/deliver")
    def deliver() -> Response:
        request.get_json()
        return jsonify(taken=courier.deliver())

    @door.post("/notices/take")
    def take() -> Response:
        """The notices that are due, as they would be sent, to whoever asks; they count as taken."""
        request.get_json()
        found: list[dict[str, Any]] = []

        def keep(body: bytes, headers: Mapping[str, str]) -> bool:
            found.append({"body": body.decode(), "headers": dict(headers)})
            return True

        courier.deliver(keep)
        return jsonify(notices=found)


def _the_keys(door: Blueprint, books: Books) -> None:
    @door.get("/keys")
    def keys() -> Response:
        with books.changing() as db:
            return jsonify(keys=notices.keys_in_use(db))

    @door.post("/keys")
    def add_key() -> tuple[Response, int]:
        with books.changing() as db:
            notices.add_key(db, str(request.get_json()["secret"]))
            return jsonify(keys=notices.keys_in_use(db)), 201

    @door.delete("/keys/old")
    def retire() -> Response:
        with books.changing() as db:
            notices.retire_old_keys(db)
            return jsonify(keys=notices.keys_in_use(db))
