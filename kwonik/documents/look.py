"""How an official report looks, as data: sizes, colours and the ladder of marks (measured on 42 agencies' reports,
see docs/documents.md). Lengths in 1/100 pt unless a name says otherwise."""

INK = "#1D1D1F"
NAVY = "#1F3864"
GREY = "#5B6270"
LINE = "#8A93A6"
BAR = "#EEF1F6"
FRAME = "#F7F9FD"
SHADES = {"head": "#DFE6F7", "subtotal": "#F3F5FA", "total": "#E6E9F0"}

TITLE = 2800
CHAPTER = 1900
PROGRAMME = 1600
PART = 1400
BODY = 1300
SMALL = 1050
TINY = 900
HEADINGS = {1: CHAPTER, 2: PROGRAMME, 3: PART}
#: Marks of remarks, set smaller than the text they explain.
SMALL_MARKS = ("*", "※")
