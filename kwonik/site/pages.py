"""The first pages: the public front, the desk's day and the health check."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from kwonik.kernel import queues
from kwonik.people.guard import public, signed_in


@public
def home(request):
    """The front page; somebody who is signed in goes straight to today's work."""
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "home.html")


@signed_in
def today(request):
    """The day of whoever is signed in: every queue they may work on, most pressing first."""
    day = timezone.localdate()
    shown = [
        {"queue": queue, "todos": queue.todos(request.user, request.centre, day)}
        for queue in queues.all_queues()
        if request.may(queue.permission)
    ]
    shown.sort(key=lambda entry: not entry["todos"])
    return render(request, "today.html", {"day": day, "queues": shown})


@public
def health(request):
    """For the proxy and the monitor: the process answers and the database does too."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok\n", content_type="text/plain")


@signed_in
@require_POST
def stay(request):
    """Keeps the session: somebody answered the warning that it was about to end (scripts only)."""
    request.session.modified = True
    return HttpResponse(status=204)
