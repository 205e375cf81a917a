"""The Seoul centre's report of 7 November 2025, sections Ⅰ, Ⅲ-1 and Ⅲ-3, as a tree (texts in their printed form)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import quote

from kwonik.documents.tree import (
    Bullet,
    Cell,
    CoverPage,
    Heading,
    Note,
    Number,
    PageBreak,
    Para,
    Pending,
    Picture,
    Report,
    Source,
    Table,
)

BUDGET = (
    # area, line, allotted, spent, unspent, rate
    ("2025년 보조금 총 계", "", 4655466000, 2664277294, 1991188706, "57.2"),
    ("사업비 계", "", 1458880000, 881533755, 577346245, "60.4"),
    ("정보화 사업", "서울노동포털 안정화", 211000000, 123232790, 87767210, "58.4"),
    ("", "홍보 콘텐츠 개발", 18304000, 11798090, 6505910, "64.5"),
    ("", "온라인 채널 운영", 7306000, 3783900, 3522100, "51.8"),
    ("노동 안전 사업", "취약노동자 지원", 37000000, 16179398, 20820602, "43.7"),
    ("", "노동안전보건", 35000000, 17085574, 17914426, "48.8"),
    ("쉼터 운영 사업", "휴서울노동자쉼터 운영", 441508000, 303807747, 137700253, "68.8"),
    ("", "이동노동자 지하철 쉼터 운영", 107162000, 78673046, 28488954, "73.4"),
    ("법률 지원 사업", "취약노동자 법률구조", 156196000, 76659170, 79536830, "49.1"),
    ("", "중소사업주 컨설팅", 82070000, 41882000, 40188000, "51.0"),
    ("", "취약노동자 세무상담", 4734000, 4502000, 232000, "95.1"),
    ("정책 교육 사업", "정책사업", 51200000, 37202000, 13998000, "72.7"),
    ("", "시민·노동자 노동교육", 39260000, 13726440, 25533560, "35.0"),
    ("", "청소년·청년 노동교육", 64540000, 24393440, 40146560, "37.8"),
    ("감정 노동 사업", "감정노동 제도화", 69370000, 32064340, 37305660, "46.2"),
    ("", "감정노동 교육", 23600000, 11208000, 12392000, "47.5"),
    ("", "감정노동 심리상담", 110630000, 85335820, 25294180, "77.1"),
    ("인건비, 운영비, 일반관리비 계", "", 3196586000, 1782743539, 1413842461, "55.8"),
    ("인건비", "인건비", 2769299000, 1510725579, 1258573421, "54.6"),
    ("운영비", "운영비", 367287000, 212017960, 155269040, "57.7"),
    ("일반 관리비", "일반관리비", 60000000, 60000000, 0, "100.0"),
)
TOTALS = {
    "2025년 보조금 총 계": "total",
    "사업비 계": "subtotal",
    "인건비, 운영비, 일반관리비 계": "subtotal",
}
OFFICES = (
    (
        "서울특별시 영등포구 국회대로 44길 10 서울시 노동자복지관",
        "2층\n4층",
        "업무시설",
        "197.7",
        "제1사무실",
    ),
    ("서울특별시 금천구 디지털로 207 G밸리페트라힐스", "4층", "업무시설", "282", "제2사무실"),
    ("서울시 서초구 서초동 사평대로 354 호진빌딩", "4층", "이용시설", "151", "서초쉼터"),
    ("서울 중구 세종대로14길 38 단암빌딩 별관", "2층", "이용시설", "333", "북창쉼터"),
    ("서울시 마포구 양화로 73 체리스빌딩", "5층", "이용시설", "252", "합정쉼터"),
    ("서울시 마포구 매봉산로 37 DMC산학협력연구센터 604호", "6층", "이용시설", "204", "상암쉼터"),
    ("서울시 종로구 종로1가 54 종각역 지하 1층", "지하 1층", "이용시설", "36.9", "종각쉼터"),
    ("동작구 남부순환로 2089 사당역 지하 1층", "지하 1층", "이용시설", "71.8", "사당쉼터"),
)
TEAMS = (
    (
        "기획운영팀",
        "조직 운영 및 관리 : 예산 및 회계관리, 인사 및 노무 관리, 총무 및 행정 지원",
        "사업 기획 : 연간 사업 계획 수립 및 예산 편성",
    ),
    (
        "법률지원팀",
        "지하철역 노동상담, 불공정 노동 권리구제(노동청 진정, 프리랜서 소송 등 지원)",
        "영세사업장 대상 찾아가는 노무컨설팅",
    ),
)
CHART = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 140" font-size="13">'
    '<rect x="110" y="15" width="320" height="26" fill="#1f3864"/><text x="100" y="33" text-anchor="end">노동자</text>'
    '<text x="436" y="33">3,598</text><rect x="110" y="60" width="23" height="26" fill="#6b8fd6"/>'
    '<text x="100" y="78" text-anchor="end">사용자</text><text x="139" y="78">262</text></svg>'
)


def counted(text: str, value: int, code: str, cut: str = "") -> Number:
    return Number(text, value, source=Source(code, cut, f"/figures/{code}?cut={quote(cut)}&period=2025"))


def budget_table() -> Table:
    head = tuple(
        Cell(name) for name in ("사업 영역", "세부사업", "소요예산", "집행액", "집행잔액", "예산 집행(%)")
    )
    rows = [head]
    for k, (area, line, *amounts, rate) in enumerate(BUDGET):
        shade = TOTALS.get(area, "")
        cells = [Cell(area, colspan=2, shade=shade)] if shade else []
        if area and not shade:
            below = BUDGET[k + 1 :]
            span = 1 + next((n for n, row in enumerate(below) if row[0]), len(below))
            cells.append(Cell(area, rowspan=span))
        if line:
            cells.append(Cell(line))
        names = ("budget.allotted", "budget.spent", "budget.unspent")
        cells += [
            Cell(value=won, shade=shade, source=Source(name, line, f"/figures/{name}/{k}"))
            for name, won in zip(names, amounts, strict=True)
        ]
        formula = Source(
            "budget.rate", line, f"/figures/rate/{k}", "집행액 ÷ 소요예산 × 100, 소수 첫째 자리 반올림"
        )
        cells.append(Cell(value=Decimal(rate), shade=shade, source=formula, kind="derived"))
        rows.append(tuple(cells))
    return Table(tuple(rows), caption="2025년 예산", unit="원, %", as_of="'25.09.", head_cols=2)


def office_table() -> Table:
    head = tuple(Cell(name) for name in ("주 소", "층 별", "구 조", "용 도", "면 적", "사용자", "비 고"))
    rows = tuple(
        (
            Cell(address),
            Cell(floor),
            Cell("철근 콘크리트구조"),
            Cell(use),
            Cell(f"{area}㎡", value=Decimal(area)),
            Cell("서울특별시"),
            Cell(remark),
        )
        for address, floor, use, area, remark in OFFICES
    )
    return Table((head, *rows), caption="시설", notes=("제1사무실 면적은 2개 층의 합계임",))


def staff_table() -> Table:
    head = tuple(
        Cell(name) for name in ("구분", "정원(현원)", "센터장", "사무국장", "팀장", "팀원(운영위원)")
    )
    counts = ("47(45)", "1(1)", "1(1)", "7(7)", "38(36)")
    return Table((head, (Cell("인원"), *(Cell(count) for count in counts))), unit="명", head_cols=1)


def team_table() -> Table:
    rows = tuple((Cell(name), Cell("\n".join(f"- {duty}" for duty in duties))) for name, *duties in TEAMS)
    return Table(((Cell("부서명"), Cell("주요업무")), *rows), head_cols=1)


def relief_table() -> Table:
    ordinary = (
        counted("106", 106, "remedy.case", "일반노동자"),
        "건\n(부당해고 등 ",
        counted("24", 24, "remedy.case", "부당해고"),
        "건, 임금체불 ",
        counted("53", 53, "remedy.case", "임금체불"),
        "건, 산재 ",
        counted("18", 18, "remedy.case", "산재"),
        "건, 기타 ",
        counted("11", 11, "remedy.case", "기타"),
        "건)",
    )
    platform = (counted("27", 27, "remedy.case", "플랫폼"), "건\n(소액소송)")
    return Table(
        (
            (Cell("일반노동자"), Cell("플랫폼·프리랜서 노동자")),
            (Cell(ordinary, align="center"), Cell(platform)),
        )
    )


def seoul_report() -> Report:
    return Report(
        title="주요 업무 보고",
        org="서울노동권익센터",
        date=date(2025, 11, 7),
        blocks=(
            CoverPage(),
            *_general(),
            PageBreak(),
            Heading(1, "Ⅱ", "비전과 목표"),
            Pending(),
            *_programmes(),
        ),
    )


def _general() -> tuple:
    return (
        Heading(1, "Ⅰ", "일반현황"),
        Heading(2, "1", "조직과 인력"),
        Heading(3, "□", "조직"),
        Bullet(
            2, "", (counted("1", 1, "people.head"), "센터장 ", counted("1", 1, "people.office"), "사무국 7팀")
        ),
        Heading(3, "□", "인력"),
        Bullet(
            2,
            "",
            (
                "정원 ",
                counted("47", 47, "people.authorised"),
                "명 / 현원 ",
                counted("45", 45, "people.current"),
                "명 (‘25. 09월 기준)",
            ),
        ),
        staff_table(),
        team_table(),
        Heading(2, "2", "예산"),
        budget_table(),
        Heading(2, "3", "시설"),
        office_table(),
        Heading(3, "□", "공간 구성"),
        Bullet(1, "", "센터 구성 : 회의실, 상담실, 사무공간"),
        Bullet(
            2,
            "",
            "제 1 사무실 : 사무공간, 상담실(법률상담 : 서울시 노동자복지관 4층, 감정노동상담 : 서울시 노동자복지관 2층)",
        ),
        Bullet(2, "", "제 2 사무실 : 사무공간, 회의실"),
        Bullet(1, "", "쉼터 구성 : 휴게실, 교육실, 상담실, 사무공간"),
    )


def _programmes() -> tuple:
    total, party = "counselling.legal", "counselling.legal"
    return (
        PageBreak(),
        Heading(1, "Ⅲ", "2025 주요 업무보고"),
        Heading(2, "1", "취약노동자 법률구조(노동법률상담 · 권리구제지원)"),
        Para(
            "일하는 서울시민에게 필요한 노동법률상담과 권리구제지원 서비스를 전문적으로 제공함은 물론 권역·자치구센터와 공동으로 "
            "통합 노동법률상담 서비스 지원",
            box=True,
        ),
        Heading(3, "□", "사업개요"),
        Bullet(1, "", "노동법률상담", right="연중"),
        Bullet(2, "", "서울노동권익센터 상담노무사 20명 위촉 및 요일별 윤번제 노동법률상담 운영"),
        Bullet(2, "", "서울시내 20개 노동센터 대표 상담 전화번호(1661-2020) 사용"),
        Bullet(1, "", "권리구제지원"),
        Bullet(
            2,
            "",
            "노동상담 후 법률구조 필요시 노동권리보호관을 배정하여 임금체불·부당해고·산업재해 등 권리구제절차(진정·행정심판·소송) "
            "지원, '24년부터 플랫폼·특고직·프리랜서 노동자 임금체불건 소액소송 지원(민사 지급명령·가압류 신청)",
        ),
        Heading(3, "□", "추진실적"),
        Bullet(1, "", "노동법률상담('25. 1월~9월)"),
        Bullet(
            2,
            "",
            (
                "총 ",
                counted("3,860", 3860, total),
                "건(노동자 ",
                counted("3,598", 3598, party, "노동자"),
                "건, 사용자 ",
                counted("262", 262, party, "사용자"),
                "건)",
            ),
        ),
        Picture(
            "2025년 1월부터 9월까지 노동법률상담: 노동자 3,598건, 사용자 262건",
            svg=CHART,
            caption="상담 대상별 건수",
            width=80,
        ),
        Bullet(1, "", "권리구제지원('25. 1월~9월)"),
        Bullet(2, "", ("총 ", counted("133", 133, "remedy.case"), "건")),
        relief_table(),
        Note("서울시 5기 노동권리보호관(노무사·변호사) 81명 권리구제 수행"),
        Heading(3, "□", "향후계획"),
        Bullet(2, "", "상시 노동법률상담 및 권리구제지원(계속) : ~ '25.12월"),
        Bullet(2, "", "법률사업 평가간담회, 권리구제사업 만족도 설문조사 : ~ '25.12월"),
        Heading(2, "2", "중소기업주 컨설팅"),
        Pending(),
        Heading(2, "3", "취약노동자 세무상담"),
        Para(
            "취약노동자 세무상담 및 5월 플랫폼·프리랜서 노동자 종합소득세 신고 집중세무상담 등 실생활에 필요한 상담 서비스 제공",
            box=True,
        ),
        Heading(3, "□", "추진실적"),
        Bullet(1, "", "노동권익센터 세무상담('25.1월~9월)"),
        Bullet(
            2,
            "",
            (
                "세무상담 ",
                counted("587", 587, "counselling.tax"),
                "건(방문 ",
                counted("35", 35, "counselling.tax", "방문"),
                ", 전화 ",
                counted("454", 454, "counselling.tax", "전화"),
                ", 온라인 ",
                counted("16", 16, "counselling.tax", "온라인"),
                ", 찾아가는 상담 ",
                counted("82", 82, "counselling.tax", "찾아가는 상담"),
                ")",
            ),
        ),
        Bullet(3, "", "집중 신고 기간에는 상담 시간을 늘려 운영"),
        Bullet(4, "", "종합소득세 신고 기간 : 매년 5월"),
        Bullet(
            2,
            "",
            (
                "얼음물 나눔 ",
                Number(
                    "약 10만",
                    100000,
                    source=Source("handout.water", basis="2025년 혹서기 캠페인 결과보고(2025. 9. 30.)"),
                    kind="stated",
                ),
                "병",
            ),
        ),
    )
