"""Addresses of the shelters, and what of them stands in the menu."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .access import BOOK, COUNT, SEE, VIEW
from .desk import bookings, counting, registers

app_name = "shelters"
urlpatterns = [
    path("", registers.shelters, name="shelters"),
    path("new/", registers.open_shelter, name="open-shelter"),
    path("<int:pk>/", registers.shelter, name="shelter"),
    path("<int:pk>/amend/", registers.amend_shelter, name="amend-shelter"),
    path("<int:pk>/hours/", registers.set_hours, name="set-hours"),
    path("<int:pk>/closures/new/", registers.add_special_day, name="add-day"),
    path("closures/<int:pk>/withdraw/", registers.withdraw_special_day, name="withdraw-day"),
    path("<int:pk>/rooms/new/", registers.open_room, name="open-room"),
    path("rooms/<int:pk>/amend/", registers.amend_room, name="amend-room"),
    path("count/", counting.counters, name="counters"),
    path("<int:pk>/count/", counting.counter, name="counter"),
    path("months/", counting.month, name="month"),
    path("<int:pk>/days/<slug:day>/", counting.day, name="day"),
    path("<int:pk>/days/<slug:day>/correct/", counting.correct_day, name="correct-day"),
    path("visits/<int:pk>/", counting.visit, name="visit"),
    path("visits/<int:pk>/correct/", counting.correct_visit, name="correct-visit"),
    path("bookings/", bookings.bookings, name="bookings"),
    path("bookings/calendar/", bookings.calendar, name="calendar"),
    path("bookings/sheet/", bookings.sheet, name="sheet"),
    path("bookings/new/", bookings.book, name="book"),
    path("bookings/<int:pk>/", bookings.booking, name="booking"),
    path("bookings/<int:pk>/decide/<slug:verb>/", bookings.decide, name="decide"),
    path("bookings/<int:pk>/move/<slug:verb>/", bookings.move, name="move"),
]
navigation.declare(
    [
        Item("쉼터", "이용자 세기", "shelters:counters", COUNT, 5),
        Item("쉼터", "월별 이용자", "shelters:month", VIEW, 10),
        Item("쉼터", "대관 달력", "shelters:calendar", SEE, 20),
        Item("쉼터", "대관 신청 받기", "shelters:book", BOOK, 25),
        Item("쉼터", "대관 목록", "shelters:bookings", SEE, 30),
        Item("쉼터", "쉼터 현황", "shelters:shelters", VIEW, 40),
    ]
)
