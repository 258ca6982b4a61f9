import csv
from collections.abc import Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.cases import actions as cases
from casework.cases.models import Case, CaseQuerySet
from casework.cases.paging import page_of
from casework.cases.permissions import sees_for_now_only
from casework.cases.queries import MOST_COUNTED, MOST_FOUND_COUNTED, TooShort, count_on
from casework.desk.actions import delete_view, save_view
from casework.desk.models import SavedView
from casework.desk.queries.work import lines
from casework.people.models import User
from casework.people.queries import people_with
from casework.people.requests import SignedInRequest
from casework.people.roles import HANDLE_COMPLAINT
from casework.trail import actions as trail
from complaints.exports import HEADER, row_of
from complaints.forms.listing import AssignForm, FilterForm, SaveViewForm
from complaints.kinds import COMPLAINT
from complaints.listing import ListQuery
from complaints.permissions import could_assign, could_handle

LIST = "complaints"


@require_safe
def complaint_list(request: SignedInRequest) -> HttpResponse:
    _require_reader(request.user)
    form = FilterForm(request.GET.dict(), handlers=people_with(HANDLE_COMPLAINT, timezone.localdate()))
    query = form.query() if form.is_valid() else ListQuery()
    found = _found(request, form, query)
    page = page_of(found.for_lists(), query.sorting, request.GET.get("page", ""))
    context = {
        "form": form,
        "lines": lines(page.rows),
        "searches_for_nothing": not page.rows and query.searches_for_nothing,
        "count": count_on(page, found, MOST_FOUND_COUNTED if query.text else MOST_COUNTED),
        "next_href": _with(request.GET, page=page.next) if page.next else "",
        "previous_href": _with(request.GET, page=page.previous) if page.previous else "",
        "selected": _selected(request.GET, form),
        "search_given": [(name, request.GET[name]) for name in FilterForm.SEARCH if request.GET.get(name)],
        "filters_given": [
            (name, value)
            for name, value in request.GET.items()
            if value and name not in (*FilterForm.SEARCH, "page")
        ],
        "csv_href": f"{reverse('complaints:csv')}?{request.GET.urlencode()}",
        "address": request.GET.urlencode(),
        "views": request.user.saved_views.filter(list_name=LIST).order_by("name"),
        "can_assign": could_assign(request.user),
    }
    return TemplateResponse(request, "complaints/list.html", context)


@require_safe
def as_csv(request: SignedInRequest) -> StreamingHttpResponse:
    """Every case of the list as it is filtered, none that the person may not see. The export is recorded."""
    _require_reader(request.user)
    now = timezone.now()
    form = FilterForm(request.GET.dict(), handlers=people_with(HANDLE_COMPLAINT, timezone.localdate(now)))
    query = form.query() if form.is_valid() else ListQuery()
    found = _found(request, form, query).select_related("handler").order_by("-opened_on", "-pk")
    trail.record(f"person:{request.user.pk}", "complaints.exported", by=request.user, at=now)
    return StreamingHttpResponse(
        _csv_lines(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="complaints.csv"'},
    )


@require_POST
def assign(request: SignedInRequest) -> HttpResponse:
    """Ask who gets the chosen cases, say which they are, then give them."""
    if not could_assign(request.user):
        raise PermissionDenied
    back = f"{reverse('complaints:list')}?{request.POST.get('address', '')}"
    # PostgreSQL could not even be asked for one that holds a NUL.
    references = [given for given in request.POST.getlist("reference")[:25] if "\0" not in given]
    chosen = (
        Case.objects.visible_to(request.user).open().filter(kind=COMPLAINT.code, reference__in=references)
    )
    if not chosen:
        messages.warning(request, "Choose at least one open complaint, then choose who handles it")
        return redirect(back)
    handlers = people_with(HANDLE_COMPLAINT, timezone.localdate())
    confirming = "confirm" in request.POST
    form = AssignForm(request.POST if confirming else None, handlers=handlers, me=request.user, back=back)
    if form.is_valid():
        handler = User.objects.get(pk=form.cleaned_data["handler"])
        _assign_each(request, chosen, handler)
        return redirect(back)
    context = {"form": form, "lines": lines(chosen), "address": request.POST.get("address", "")}
    return TemplateResponse(request, "complaints/assign.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: SignedInRequest) -> HttpResponse:
    _require_reader(request.user)
    address = QueryDict(request.GET.urlencode(), mutable=True)
    address.pop("page", None)
    form = SaveViewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        view = save_view(LIST, form.cleaned_data["name"], address.urlencode(), by=request.user)
        messages.success(request, f"View “{view.name}” saved")
        return redirect(f"{reverse('complaints:list')}?{view.query}")
    return TemplateResponse(
        request, "complaints/save_view.html", {"form": form, "address": address.urlencode()}
    )


@require_POST
def forget(request: SignedInRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, person=request.user)
    delete_view(view, by=request.user)
    messages.success(request, f"View “{view.name}” removed")
    return redirect("complaints:list")


def _require_reader(user: User) -> None:
    """The list is for those who work complaints; it holds what each of them may see."""
    if not could_handle(user):
        raise PermissionDenied


def _found(request: SignedInRequest, form: FilterForm, query: ListQuery) -> CaseQuerySet:
    try:
        return query.cases(request.user, on=timezone.localdate())
    except TooShort as error:
        form.add_error("text", str(error))
        return Case.objects.none()


def _assign_each(request: SignedInRequest, chosen: CaseQuerySet, handler: User) -> None:
    given, refused, for_now, at = [], [], [], timezone.now()
    for case in chosen:
        if sees_for_now_only(request.user, case):
            for_now.append(str(case))
            continue
        try:
            cases.assign(case, handler, by=request.user, at=at)
        except cases.CannotBeHandler:
            refused.append(str(case))
        else:
            given.append(str(case))
    if given:
        messages.success(request, f"{', '.join(given)}: now handled by {handler}")
    if refused:
        messages.warning(
            request, f"{', '.join(refused)}: {handler} cannot be given this. Choose somebody else"
        )
    if for_now:
        messages.warning(
            request,
            f"{', '.join(for_now)}: you see this by emergency access only, so you cannot give it to anybody",
        )


def _csv_lines(found: CaseQuerySet) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield "\ufeff" + writer.writerow(HEADER)
    for case in found.iterator(chunk_size=500):
        yield writer.writerow(row_of(case))


class Echo:
    """A file that gives back what is written to it, so that rows leave one by one."""

    def write(self, value: str) -> str:
        return value


def _with(given: QueryDict, **changed: str) -> str:
    changes = given.copy()
    for name, value in changed.items():
        changes[name] = value
    return f"?{changes.urlencode()}"


def _selected(given: QueryDict, form: FilterForm) -> list[dict[str, object]]:
    """The filters that were chosen, each with the address of the list without it."""
    chosen: list[dict[str, object]] = []
    for name, field in form.fields.items():
        value = given.get(name)
        choices = dict(getattr(field, "choices", []))
        if value and name not in ("search_in", "sort") and value in choices:
            without = given.copy()
            del without[name]
            without.pop("page", None)
            chosen.append(
                {
                    "heading": field.label,
                    "items": [{"text": choices[value], "href": f"?{without.urlencode()}"}],
                }
            )
    return chosen
