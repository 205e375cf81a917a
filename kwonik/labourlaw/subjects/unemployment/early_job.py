"""The allowance for finding work early (조기재취업 수당), and the days of benefit for the self-employed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from fractions import Fraction
from typing import Annotated

from kwonik.labourlaw.calculation import Gives, calculation
from kwonik.labourlaw.facts import Choice, Day, Flag, days, won, years
from kwonik.labourlaw.refusing import Refused
from kwonik.labourlaw.worksheet import Outcome, Worksheet

from .amount import SUBJECT
from .days import INSURED_YEARS

MORE_THAN_DAYS = 14  # after registering (시행령 제84조 제1항)
EXCLUDED = {
    "마지막 사업주에게 다시 고용됨": "마지막으로 이직한 사업주나 관련 사업주에게 다시 고용됨(가목)",
    "신고 전에 채용을 약속받음": "실업을 신고하기 전에 채용을 약속한 사업주에게 고용됨(나목)",
    "공무원으로 채용됨": "공무원으로 채용됨(다목)",
    "고시한 임금 이상을 받음": "고용노동부장관이 고시한 임금 이상을 받음(라목)",
    "병역 대체 복무": "승선근무예비역, 전문연구요원, 산업기능요원으로 일함(마목)",
    "2년 안에 이 수당을 받음": "재취업한 날 전 2년 안에 이 수당을 받음(제2항)",
}


@calculation(
    "조기재취업 수당",
    subject=SUBJECT,
    says="실업급여를 절반 넘게 남기고 일찍 취업했을 때 받는 수당을 셈합니다.",
    law="고용보험법 제64조, 시행령 제84조, 제85조",
    gives={"allowance": Gives("조기재취업 수당", "원"), "eligible": Gives("받을 수 있는지")},
    example={
        "daily": 66_048,
        "benefit_days": 180,
        "unpaid_days": 120,
        "reemployed_days_after_report": 40,
        "kept_job_12_months": True,
    },
)
def ui_early_reemployment(
    sheet: Worksheet,
    *,
    daily: Annotated[Fraction, won("구직급여일액", ask="실업급여는 하루에 얼마인가요?")],
    benefit_days: Annotated[
        int, days("소정급여일수", ask="실업급여를 모두 며칠 받을 수 있었나요?", most=360, whole=True)
    ],
    unpaid_days: Annotated[
        int,
        days("남은 급여일수", ask="취업하기 전날까지 받지 않고 남은 날은 며칠인가요?", most=360, whole=True),
    ],
    reemployed_days_after_report: Annotated[
        int,
        days(
            "실업 신고일부터 재취업일까지의 날",
            ask="실업을 신고한 날부터 며칠 뒤에 취업했나요?",
            note="신고한 날은 세지 않습니다.",
            whole=True,
        ),
    ],
    kept_job_12_months: Annotated[
        bool,
        Flag("12개월 이상 계속 일했는지", ask="새 직장(또는 사업)을 12개월 이상 이어 갔나요?"),
    ],
    aged_65_expected_6_months: Annotated[
        bool,
        Flag(
            "이직일에 65세 이상이고 6개월 이상 일할 것으로 인정되었는지",
            ask="그만둘 때 65세 이상이었고, 6개월 이상 일할 것으로 고용센터가 인정했나요?",
            note="65세 전부터 고용보험에 계속 든 사람만입니다.",
        ),
    ] = False,
    excluded: Annotated[
        str | None,
        Choice(
            "받지 못하는 사유",
            ask="다음에 해당하는 것이 있나요?",
            note="없으면 비워 두세요.",
            options=EXCLUDED,
        ),
    ] = None,
) -> Outcome:
    """Half of the benefit left over, in won, for who found lasting work early (고용보험법 시행령 제85조).

    Owed where work began more than 14 days after registering, with at least half of the days left, and lasted twelve
    months (or, from 65, is expected to last six), and none of the exclusions of 시행령 제84조 applies; otherwise 0, with
    the reason. Raises Refused when more days are left than there were.
    """
    if unpaid_days > benefit_days:
        raise Refused({"unpaid_days": "‘남은 급여일수’가 소정급여일수보다 많습니다. 날수를 확인하세요."})
    conditions = {
        "실업을 신고하고 14일이 지난 뒤에 취업해야 합니다.": reemployed_days_after_report > MORE_THAN_DAYS,
        "소정급여일수를 절반 이상 남기고 취업해야 합니다.": unpaid_days * 2 >= benefit_days,
        "12개월 이상 계속 일해야 합니다. 12개월을 채운 뒤에 청구하세요.": kept_job_12_months
        or aged_65_expected_6_months,
    }
    for words, met in conditions.items():
        if not met:
            sheet.warn(f"받을 수 없습니다. {words}")
    if excluded:
        sheet.warn(f"받을 수 없습니다. {EXCLUDED[excluded]}.")
    eligible = sheet.step(
        "받을 수 있는지",
        all(conditions.values()) and not excluded,
        "",
        "신고 {after}일 뒤 취업, {total}일 가운데 {left}일 남음",
        law="고용보험법 시행령 제84조",
        after=reemployed_days_after_report,
        total=benefit_days,
        left=unpaid_days,
    )
    allowance = Fraction(0)
    if eligible:
        allowance = sheet.step(
            "조기재취업 수당",
            daily * unpaid_days / 2,
            "원",
            "{daily}원 × {left}일 × 1/2",
            law="고용보험법 시행령 제85조 제1항",
            daily=daily,
            left=unpaid_days,
        )
    return sheet.result(allowance=allowance, eligible=eligible)


@calculation(
    "자영업자의 구직급여 날수",
    subject=SUBJECT,
    says="고용보험에 든 자영업자가 가게를 닫았을 때 실업급여를 며칠 받는지 알려 줍니다.",
    law="고용보험법 제69조의3, 제69조의6, 별표 2",
    selects="폐업일(비우면 지금의 표)",
    gives={"days": Gives("소정급여일수", "일")},
    example={"insured_years": 4},
)
def selfemployed_ui_days(
    sheet: Worksheet,
    *,
    insured_years: Annotated[
        Fraction, years("고용보험에 든 기간", ask="자영업자로 고용보험에 든 기간은 몇 년인가요?")
    ],
    close_date: Annotated[
        date | None, Day("폐업일", ask="사업을 언제 접었나요?", note="비우면 지금의 표로 봅니다.")
    ] = None,
) -> Outcome:
    """Days of benefit for an insured self-employed person, 120 to 210 (고용보험법 제69조의6, 별표 2); 0 below one year.

    Raises Unset for a business closed before the table of 2019-10-01.
    """
    if close_date is None:
        sheet.assume("폐업일을 적지 않아 지금의 급여일수표로 보았습니다.")
    table = sheet.parameter("selfemployed_ui_days", close_date or date.max)
    band = bisect_right(INSURED_YEARS, insured_years)
    found = sheet.step(
        "소정급여일수",
        int(table[band - 1]) if band else 0,
        "일",
        "고용보험 {years}년",
        law="고용보험법 제69조의6, 별표 2",
        years=insured_years,
    )
    if not band:
        sheet.warn(
            "폐업 전 24개월 동안 피보험 단위기간이 1년 이상이어야 받을 수 있습니다(고용보험법 제69조의3)."
        )
    return sheet.result(days=found)
