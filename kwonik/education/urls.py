"""Addresses of education."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .desk import lectures, requests, rosters, teaching, videos
from .desk.withdrawing import REINSTATE, WITHDRAW

app_name = "education"
PLACES = {"lecture": "lectures", "request": "requests", "video": "videos", "reading": "readings"}

urlpatterns = [
    path("", lectures.lectures, name="lectures"),
    path("lectures/new/<slug:service>/", lectures.new_lecture, name="new-lecture"),
    path("lectures/<int:pk>/", lectures.lecture, name="lecture"),
    path("lectures/<int:pk>/amend/", lectures.amend_lecture, name="amend-lecture"),
    path("lectures/<int:pk>/result/", lectures.result, name="result"),
    path("lectures/<int:pk>/assign/", teaching.assign, name="assign"),
    path("lectures/<int:pk>/roster/", rosters.roster, name="roster"),
    path("lectures/<int:pk>/attendance/", rosters.attendance, name="attendance"),
    path("lectures/<int:pk>/certificates/", rosters.certificates, name="certificates"),
    path("assignments/<int:pk>/release/", teaching.release, name="release"),
    path("attendees/<int:pk>/strike/", rosters.strike, name="strike"),
    path("instructors/", teaching.instructors, name="instructors"),
    path("requests/", requests.requests, name="requests"),
    path("requests/board/", requests.board, name="board"),
    path("requests/new/<slug:service>/", requests.new_request, name="new-request"),
    path("requests/<int:pk>/", requests.one_request, name="request"),
    path("requests/<int:pk>/amend/", requests.amend_request, name="amend-request"),
    path("requests/<int:pk>/plan/", lectures.plan, name="plan"),
    path("requests/<int:pk>/decide/<slug:verb>/", requests.decide, name="decide"),
    path("videos/", videos.videos, name="videos"),
    path("videos/new/<slug:service>/", videos.new_video, name="new-video"),
    path("videos/<int:pk>/", videos.video, name="video"),
    path("videos/<int:pk>/read/", videos.new_reading, name="new-reading"),
    path("readings/<int:pk>/", videos.reading, name="reading"),
    *(
        path(f"{place}/<int:pk>/withdraw/", WITHDRAW[kind], name=f"withdraw-{kind}")
        for kind, place in PLACES.items()
    ),
    *(
        path(f"{place}/<int:pk>/reinstate/", REINSTATE[kind], name=f"reinstate-{kind}")
        for kind, place in PLACES.items()
    ),
]
navigation.declare(
    [
        Item("교육", "교육", "education:lectures", "education.lecture:view", 10),
        Item("교육", "교육 신청", "education:requests", "education.request:view", 20),
        Item("교육", "강사", "education:instructors", "education.lecture:view", 30),
        Item("교육", "교육 영상", "education:videos", "education.lecture:view", 40),
    ]
)
