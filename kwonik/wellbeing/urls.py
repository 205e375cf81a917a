"""Addresses of psychological counselling."""

from django.urls import path

from kwonik.kernel import navigation
from kwonik.kernel.navigation import Item

from .access import OWN, SEE_GROUPS, SEE_HUBS, VIEW
from .desk import courses, groups, sittings, withdrawing

app_name = "wellbeing"
urlpatterns = [
    path("", courses.courses, name="courses"),
    path("new/", courses.new, name="new"),
    path("courses/<int:pk>/", courses.course, name="course"),
    path("courses/<int:pk>/amend/", courses.amend, name="amend"),
    path("courses/<int:pk>/extend/", courses.extend, name="extend"),
    path("courses/<int:pk>/close/", courses.close, name="close"),
    path("courses/<int:pk>/reopen/", courses.reopen, name="reopen"),
    path("courses/<int:pk>/record/", sittings.record, name="record"),
    path("courses/<int:pk>/withdraw/", withdrawing.withdraw_course, name="withdraw-course"),
    path("courses/<int:pk>/reinstate/", withdrawing.reinstate_course, name="reinstate-course"),
    path("sittings/<int:pk>/", sittings.sitting, name="sitting"),
    path("sittings/<int:pk>/settle/", sittings.settle, name="settle"),
    path("sittings/<int:pk>/withdraw/", withdrawing.withdraw_sitting, name="withdraw-sitting"),
    path("sittings/<int:pk>/reinstate/", withdrawing.reinstate_sitting, name="reinstate-sitting"),
    path("own/", sittings.mine, name="mine"),
    path("own/courses/<int:pk>/", sittings.own_course, name="own-course"),
    path("own/courses/<int:pk>/record/", sittings.own_record, name="own-record"),
    path("own/sittings/<int:pk>/", sittings.own_sitting, name="own-sitting"),
    path("own/sittings/<int:pk>/settle/", sittings.own_settle, name="own-settle"),
    path("own/sittings/<int:pk>/note/", sittings.note, name="note"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.new_group, name="new-group"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/amend/", groups.amend_group, name="amend-group"),
    path("groups/<int:pk>/record/", groups.record_group_sitting, name="record-group-sitting"),
    path("groups/<int:pk>/withdraw/", withdrawing.withdraw_group, name="withdraw-group"),
    path("groups/<int:pk>/reinstate/", withdrawing.reinstate_group, name="reinstate-group"),
    path("group-sittings/<int:pk>/", groups.group_sitting, name="group-sitting"),
    path("group-sittings/<int:pk>/amend/", groups.amend_group_sitting, name="amend-group-sitting"),
    path(
        "group-sittings/<int:pk>/withdraw/", withdrawing.withdraw_group_sitting, name="withdraw-group-sitting"
    ),
    path(
        "group-sittings/<int:pk>/reinstate/",
        withdrawing.reinstate_group_sitting,
        name="reinstate-group-sitting",
    ),
    path("hubs/", groups.hubs, name="hubs"),
    path("hubs/new/", groups.new_hub, name="new-hub"),
    path("hubs/<int:pk>/", groups.hub, name="hub"),
    path("hubs/<int:pk>/amend/", groups.amend_hub, name="amend-hub"),
    path("hubs/<int:pk>/withdraw/", withdrawing.withdraw_hub, name="withdraw-hub"),
    path("hubs/<int:pk>/reinstate/", withdrawing.reinstate_hub, name="reinstate-hub"),
]
navigation.declare(
    [
        Item("심리상담", "내 상담", "wellbeing:mine", OWN, 10),
        Item("심리상담", "개인·권역별 심리상담", "wellbeing:courses", VIEW, 20),
        Item("심리상담", "집단 심리치유", "wellbeing:groups", SEE_GROUPS, 30),
        Item("심리상담", "거점센터", "wellbeing:hubs", SEE_HUBS, 40),
    ]
)
