"""Why a file cannot be read: one Korean sentence each, saying what is wrong and what to do about it."""

_SAVE_AGAIN = "엑셀에서 열어 [다른 이름으로 저장] → 'Excel 통합 문서(*.xlsx)'로 저장한 뒤 다시 올려 주세요."

SENTENCES = {
    "empty": "빈 파일입니다. 내용이 저장된 파일인지 확인한 뒤 다시 올려 주세요.",
    "too_big": "파일이 {megabytes}MB보다 큽니다. 필요한 시트만 남기거나 기간별로 나누어 올려 주세요.",
    "too_many_rows": (
        "한 시트에 {rows:,}행까지만 읽을 수 있습니다. 기간별로 나누어 올리거나, "
        "서식만 남은 빈 행을 모두 삭제하고 저장한 뒤 다시 올려 주세요."
    ),
    "too_many_columns": (
        "한 시트에 {columns:,}열까지만 읽을 수 있습니다. "
        "표 오른쪽에 남은 열을 모두 삭제하고 저장한 뒤 다시 올려 주세요."
    ),
    "too_heavy": (
        "파일의 압축을 풀면 너무 커서 읽지 않았습니다. 필요한 시트의 값만 새 파일에 복사해 저장한 뒤 다시 올려 주세요."
    ),
    "too_slow": "파일을 읽는 데 너무 오래 걸려 멈추었습니다. 기간별로 나누어 다시 올려 주세요.",
    "password": (
        "암호가 걸린 파일입니다. 엑셀에서 열어 [파일] → [정보] → [통합 문서 보호]에서 암호를 지우고 "
        "저장한 뒤 다시 올려 주세요."
    ),
    "drm": "문서보안(DRM)이 걸린 파일입니다. 보안을 해제한 파일로 저장한 뒤 다시 올려 주세요.",
    "macro": f"매크로가 들어 있는 파일은 받지 않습니다. {_SAVE_AGAIN}",
    "unsafe": f"엑셀이 만들지 않는 위험한 구조가 들어 있어 읽지 않았습니다. {_SAVE_AGAIN}",
    "damaged": f"파일이 손상되어 읽을 수 없습니다. {_SAVE_AGAIN}",
    "html": f"이름은 엑셀이지만 실제로는 웹 문서(HTML)입니다. {_SAVE_AGAIN}",
    "xml": f"이름은 엑셀이지만 실제로는 XML 문서입니다. {_SAVE_AGAIN}",
    "xlsb": f"엑셀 바이너리(.xlsb) 파일은 읽지 않습니다. {_SAVE_AGAIN}",
    "hwp": "한글(HWP) 문서입니다. 표를 엑셀에 붙여 넣어 'Excel 통합 문서(*.xlsx)'로 저장한 뒤 올려 주세요.",
    "pdf": "PDF 문서입니다. PDF로 만들기 전의 엑셀 파일을 올려 주세요.",
    "word": "워드나 파워포인트 문서입니다. 표를 엑셀에 붙여 넣어 저장한 뒤 올려 주세요.",
    "image": "그림 파일입니다. 엑셀이나 CSV 파일을 올려 주세요.",
    "archive": "압축 파일입니다. 압축을 풀어 안에 든 엑셀 파일을 올려 주세요.",
    "program": "실행 프로그램입니다. 읽지 않았습니다. 보낸 사람을 확인하고, 엑셀이나 CSV 파일을 올려 주세요.",
    "encoding": "글자를 읽을 수 없는 파일입니다. 엑셀에서 열어 'CSV UTF-8(*.csv)'로 저장한 뒤 다시 올려 주세요.",
    "unknown": "엑셀(xlsx, xls), ODS, CSV 파일이 아닙니다. 엑셀 파일을 올려 주세요.",
    "no_sheet": "내용이 있는 시트가 없습니다. 표가 들어 있는 파일인지 확인해 주세요.",
    "no_table": (
        "'{sheet}' 시트에서 머리글 줄을 찾지 못했습니다. 표의 첫 줄에 {expected} 같은 항목 이름이 있어야 합니다. "
        "머리글을 고치거나, 서식 파일을 내려받아 옮겨 적은 뒤 다시 올려 주세요."
    ),
    "not_matched": "열을 모두 맞추지 못했습니다. {what}",
}


class Refused(Exception):
    """The file is not read. `reason` is a word of SENTENCES for machines, `sentence` tells the officer what to do."""

    def __init__(self, reason: str, **facts: object) -> None:
        self.reason = reason
        self.sentence = SENTENCES[reason].format(**facts)
        super().__init__(self.sentence)
