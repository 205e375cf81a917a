"""What may be handed over as a result, and how the panel's talks are called. Data only."""

from kwonik.kernel.choices import TextChoices

LARGEST_FILE = 20 * 1024 * 1024
MOST_FILES = 5

BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "hwpx": (b"PK\x03\x04",),
    "hwp": (b"\xd0\xcf\x11\xe0",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3"),
    "mp4": (),
    "ai": (b"%PDF-", b"%!PS"),
    "psd": (b"8BPS",),
    "txt": (),
}
"""Endings that are taken, with how such a file begins; () where nothing tells."""


class TalkKind(TextChoices):
    CALL = "call", "전화"
    MEETING = "meeting", "만남"
    WRITING = "writing", "글"
    NOTE = "note", "검토"


BANKS = {
    "004": "KB국민은행",
    "011": "NH농협은행",
    "020": "우리은행",
    "023": "SC제일은행",
    "032": "부산은행",
    "045": "새마을금고",
    "048": "신협",
    "071": "우체국",
    "081": "하나은행",
    "088": "신한은행",
    "089": "케이뱅크",
    "090": "카카오뱅크",
    "092": "토스뱅크",
    "003": "IBK기업은행",
}
"""Codes of the banks as the interbank network numbers them (금융결제원 은행코드)."""
