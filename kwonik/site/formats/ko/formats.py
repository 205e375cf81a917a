"""How people type dates and times in a Korean office; read by Django through FORMAT_MODULE_PATH.

The first format is also the one Django prints into a field; the renderer then shows it as "2025. 5. 9.".
"""

DATE_INPUT_FORMATS = [
    "%Y-%m-%d",  # 2025-05-09
    "%Y. %m. %d.",  # 2025. 5. 9. (also without the spaces)
    "%Y.%m.%d",  # 2025.5.9
    "%Y/%m/%d",
    "%Y%m%d",  # 20250509: a phone's number pad has no full stop
    "%Y년 %m월 %d일",
    "%y. %m. %d.",  # 25. 5. 9.
    "%y.%m.%d",
    "%y-%m-%d",
]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H시 %M분", "%H시", "%H%M"]
DATETIME_INPUT_FORMATS = [f"{day} {time}" for day in DATE_INPUT_FORMATS for time in TIME_INPUT_FORMATS] + [
    "%Y-%m-%dT%H:%M"
]
