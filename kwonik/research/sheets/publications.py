"""발간물 대장, 추가 인쇄 대장, 배부 대장: what was published, printed and handed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, once, own, too_long
from kwonik.places import actions as places
from kwonik.places.rules import LONGEST_NAME
from kwonik.research import queries
from kwonik.research.models import Distribution, Printing, Publication
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import choice
from .studies import own_codes, taken


def book_columns(context: Context) -> tuple[Column, ...]:
    studies = lookups.study_words(context)
    return (
        column("title", "제목", "발간물명|자료명|이름", required=True),
        choice("kind", "종류", lookups.code_words(context, "kind"), "구분|유형", required=True),
        choice("service", "세부사업", lookups.service_words(context), "사업|사업명", required=True),
        column("published_on", "펴낸 날", "발행일|발간일|제작일|일자|날짜", "date", required=True),
        column("edition", "판", "판수|몇 판", "int", help="비워 두면 1판입니다."),
        column(
            "copies", "인쇄 부수", "부수|발행 부수|제작 부수", "int", help="인쇄하지 않았으면 비워 둡니다."
        ),
        column("printer", "인쇄한 곳", "인쇄소|제작업체"),
        *([choice("study", "실태조사", studies, "실태조사·연구|연구명")] if studies else []),
        column("link", "주소", "볼 수 있는 주소|링크|URL"),
        column(
            "code",
            "부르는 이름(영문)",
            "코드|약칭",
            help="보고서에서 부르는 이름. 비워 두면 저절로 정합니다.",
        ),
    )


def check_book(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"title": 200, "printer": 120, "link": 300})
    said += lookups.said_of_day(values["published_on"], "펴낸 날")
    said += lookups.said_of_copies(values["copies"])
    edition = values["edition"] or 1
    if not 1 <= edition <= 1000:
        said.append("판은 1 이상의 수로 적으세요.")
    if values["kind"] not in lookups.codes(context, "kind").get(values["service"], {}):
        said.append("이 세부사업에서 쓰지 않는 종류입니다. 분류표를 확인하세요.")
    if values["link"] and not values["link"].startswith(("http://", "https://")):
        said.append("주소는 https:// 로 시작하게 적으세요.")
    titles = [
        row.title if row.edition == 1 else f"{row.title} {row.edition}판"
        for row in lookups.publications(context).values()
    ]
    return said + taken(context, values, titles, edition)


def store_books(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    """Publications, and for those that were printed the copies of the first printing."""
    services, studies = lookups.services(context), lookups.studies(context)
    codes = own_codes(context, "book", lines, "published_on")
    made = Publication.objects.bulk_create(
        Publication(
            **own(context, batch, line),
            service=services[line.values["service"]],
            kind=lookups.codes(context, "kind")[line.values["service"]][line.values["kind"]],
            study=studies.get(line.values.get("study") or ""),
            code=code,
            title=line.values["title"],
            published_on=line.values["published_on"],
            edition=line.values["edition"] or 1,
            link=line.values["link"] or "",
        )
        for line, code in zip(lines, codes, strict=True)
    )
    Printing.objects.bulk_create(
        Printing(
            centre=context.centre,
            publication=book,
            printed_on=line.values["published_on"],
            copies=line.values["copies"],
            printer=line.values["printer"] or "",
            recorded_by=context.by,
            import_batch=batch,
        )
        for book, line in zip(made, lines, strict=True)
        if line.values["copies"]
    )


def let_go(batch: ImportBatch) -> None:
    """Before imported publications go: the copies that came with them. The database refuses while some were handed out."""
    Printing.objects.filter(import_batch=batch, publication__import_batch=batch).delete()


def book_example(context: Context) -> list[dict[str, Any]]:
    kinds, services = lookups.code_words(context, "kind"), lookups.service_words(context)
    return [
        {
            "title": "경비노동자 가이드북",
            "kind": lookups.first(kinds),
            "service": lookups.first(services),
            "published_on": date(2025, 7, 1),
            "edition": 1,
            "copies": 3_000,
            "printer": "한울인쇄",
        }
    ]


# -- copies -------------------------------------------------------------------------------------------------------


def _book_column(context: Context) -> Column:
    return choice(
        "publication",
        "발간물",
        lookups.publication_words(context),
        "발간물명|자료명|제목|품목",
        required=True,
    )


def _moved(context: Context) -> Counter[str]:
    """How many copies the ledger itself takes from each publication so far."""
    return once(context, "moved", Counter)


def printing_columns(context: Context) -> tuple[Column, ...]:
    return (
        _book_column(context),
        column("printed_on", "인쇄한 날", "일자|날짜|납품일", "date", required=True),
        column("copies", "부수", "인쇄 부수|수량", "int", required=True),
        column("printer", "인쇄한 곳", "인쇄소|제작업체"),
    )


def check_printing(context: Context, values: dict[str, Any]) -> list[str]:
    return [
        *too_long(values, {"printer": 120}),
        *lookups.said_of_day(values["printed_on"], "인쇄한 날"),
        *lookups.said_of_copies(values["copies"]),
    ]


def store_printings(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    books = lookups.publications(context)
    queries.hold(books.values())
    Printing.objects.bulk_create(
        Printing(
            **own(context, batch, line),
            publication=books[line.values["publication"]],
            printed_on=line.values["printed_on"],
            copies=line.values["copies"],
            printer=line.values["printer"] or "",
        )
        for line in lines
    )


def printing_example(context: Context) -> list[dict[str, Any]]:
    title = lookups.first(row.title for row in lookups.publications(context).values())
    return [{"publication": title, "printed_on": date(2025, 9, 1), "copies": 500, "printer": "한울인쇄"}]


def handing_columns(context: Context) -> tuple[Column, ...]:
    return (
        _book_column(context),
        column("handed_on", "배부일", "나눠 준 날|일자|날짜|발송일", "date", required=True),
        column("recipient", "받은 곳", "배부처|수령처|수령 기관|기관명", required=True),
        choice("district", "자치구", lookups.district_words(context), "구|지역"),
        column("copies", "부수", "배부 부수|수량|배부량", "int", required=True),
        column("workplace", "사업장", "단지명|아파트|회사명"),
    )


def check_handing(context: Context, values: dict[str, Any]) -> list[str]:
    said = [
        *too_long(values, {"recipient": 120, "workplace": LONGEST_NAME}),
        *lookups.said_of_day(values["handed_on"], "배부일"),
        *lookups.said_of_copies(values["copies"]),
    ]
    if not said:
        _moved(context)[values["publication"]] += values["copies"]
    return said


def review_handing(context: Context) -> list[str]:
    """Publications of which more would have been handed out than printed, with the whole ledger in."""
    said = []
    for code, copies in sorted(_moved(context).items()):
        book = lookups.publications(context)[code]
        left = book.printed - book.handed
        if copies > left:
            said.append(
                f"{book.title}: 남은 부수 {left:,}부보다 {copies - left:,}부 많습니다. "
                "인쇄부터 적거나 부수를 확인하세요."
            )
    return said


def store_handings(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    books = lookups.publications(context)
    queries.hold(books.values())
    names = {line.values["workplace"] for line in lines} - {None, ""}
    workplaces = places.workplaces(sorted(names)) if names else {}
    districts = lookups.districts(context)
    Distribution.objects.bulk_create(
        Distribution(
            **own(context, batch, line),
            publication=books[line.values["publication"]],
            handed_on=line.values["handed_on"],
            copies=line.values["copies"],
            recipient=line.values["recipient"],
            district=districts.get(line.values["district"] or ""),
            workplace=workplaces.get(line.values["workplace"] or ""),
        )
        for line in lines
    )


def handing_example(context: Context) -> list[dict[str, Any]]:
    title = lookups.first(row.title for row in lookups.publications(context).values())
    return [
        {
            "publication": title,
            "handed_on": date(2025, 8, 5),
            "recipient": "구청 주택과",
            "district": lookups.first(lookups.district_words(context)),
            "copies": 90,
        }
    ]


def _declare(code: str, label: str, model: Any, **parts: Any) -> None:
    permission = "research.publication:import"
    registry.declare(Sheet(code=f"research.{code}", label=label, permission=permission, model=model, **parts))


_declare(
    "publications",
    "발간물 대장",
    Publication,
    columns=book_columns,
    check=check_book,
    store=store_books,
    example=book_example,
    prepare_undo=let_go,
)
_declare(
    "printings",
    "추가 인쇄 대장",
    Printing,
    columns=printing_columns,
    check=check_printing,
    store=store_printings,
    example=printing_example,
)
_declare(
    "distributions",
    "배부 대장",
    Distribution,
    columns=handing_columns,
    check=check_handing,
    review=review_handing,
    store=store_handings,
    example=handing_example,
)
