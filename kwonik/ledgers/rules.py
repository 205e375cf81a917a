"""Sizes of an import, and what is said when one comes to nothing. Plain words and numbers."""

CHUNK = 5_000
"""Lines stored at once; progress is told and a stop is obeyed between chunks."""

INLINE_ROWS = 3_000
"""A ledger of up to so many rows is read, stored or undone while the officer waits; a longer one by the worker."""

SHOWN_PROBLEMS = 500
"""Different problems that are kept for the page; equal ones in many rows are one."""

NAMED_RUNS = 10
"""Runs of rows that a problem names."""

SHOWN_LINES = 5
SHOWN_SAMPLES = 3
LISTED_SKIPS = 50

KEPT_DAYS = 14
"""An upload that nobody confirmed is thrown away after so many days: it holds personal data."""

DEAD_SECONDS = 60
"""A worker that has not given a sign of life for so long is dead (it gives one every ten seconds)."""

NOT_OPEN = "이미 끝났거나 다른 사람이 처리하고 있는 가져오기입니다. 화면을 새로 열어 확인하세요."
NOT_READY = "반영할 수 있는 상태가 아닙니다. 고칠 곳이 남았거나 새로 넣을 행이 없습니다."
TWICE = "이 파일은 이미 반영했거나 반영하는 중입니다. 가져오기 목록을 확인하세요."
NOTHING_NEW = "그 사이 같은 줄이 모두 들어와서 새로 넣을 행이 없습니다. 가져오기 목록에서 먼저 들어온 대장을 확인하세요."
NO_FILE = "올린 파일이 남아 있지 않습니다. 파일을 다시 올리세요."
NO_LINES = "표에 적힌 줄이 없습니다. 머리글 아래에 내용을 적어 다시 올려 주세요."
CHANGED = (
    "확인한 뒤에 사정이 바뀌어 {place}을 넣을 수 없습니다. '열 맞추기'에서 다시 읽어 고칠 곳을 확인하세요."
)
CLASHED = "같은 때에 다른 기록이 바뀌어 넣지 못했습니다. 다시 반영하세요."
FAULT = "오류가 나서 멈추었습니다. 다시 해 보고, 또 멈추면 관리자에게 알려 주세요."
DIED = "작업하던 프로그램이 꺼져 멈추었습니다. 다시 하세요."
NO_RIGHT = "반영하기 전에 권한이 없어져 멈추었습니다. 센터장에게 확인하세요."
STILL_USED = "이 대장에서 온 기록을 쓰는 {users} 기록이 있어 되돌릴 수 없습니다. 그 기록부터 정리하세요."
STILL_COUNTED = "되돌리면 남은 기록과 어긋납니다. 이 대장에서 온 기록에 딸린 기록부터 정리하세요."


def with_row(runs: list[tuple[int, int]], row: int) -> list[tuple[int, int]]:
    """The runs of rows, the next row among them: a run grows, and a new one begins while there are few."""
    if runs and runs[-1][1] in (row - 1, row):
        return [*runs[:-1], (runs[-1][0], row)]
    return [*runs, (row, row)] if len(runs) < NAMED_RUNS else runs


def rows_in_words(runs: list[tuple[int, int]], count: int) -> str:
    """ "5행", "5~9, 12행", "5~9, 12행 외 34개" of `count` problems."""
    said = ", ".join(f"{first:,}" if first == last else f"{first:,}~{last:,}" for first, last in runs)
    named = sum(last - first + 1 for first, last in runs)
    return f"{said}행 외 {count - named:,}개" if count > named else f"{said}행"
