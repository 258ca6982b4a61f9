from io import StringIO

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from casework.cases.kinds import kind_of
from casework.cases.once import do_once
from casework.people.queries import office_on
from casework.people.requests import SignedInRequest
from reporting import actions, exports
from reporting.figures import Figure, Figures
from reporting.forms import FreezeForm
from reporting.meanings import MEANINGS
from reporting.measures import Listed, Measures
from reporting.models import Report
from reporting.pdf import render_report
from reporting.permissions import can_freeze, can_read, can_see_live
from reporting.quarters import Quarter
from reporting.queries import figures_for, latest_report, visible_cases

QUARTERS_SHOWN = 9
CASES_A_PAGE = 25


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    _require(can_read(request.user))
    quarter, lines = Quarter.of(timezone.localdate()), []
    for _ in range(QUARTERS_SHOWN):
        report = latest_report(quarter, published=not can_see_live(request.user))
        is_over = quarter.ends_at <= timezone.now()
        lines.append({"quarter": quarter, "report": report, "is_over": is_over})
        quarter = quarter.previous
    return TemplateResponse(
        request, "reporting/index.html", {"lines": lines, "can_see_live": can_see_live(request.user)}
    )


@require_safe
def quarter(request: SignedInRequest, quarter: Quarter) -> HttpResponse:
    report = _standing(request, quarter)
    if report is None and can_see_live(request.user):
        return redirect("reporting:live", quarter)
    if report is None:
        raise Http404
    return _page(request, quarter, Figures.from_json(report.figures), report)


@require_safe
def live(request: SignedInRequest, quarter: Quarter) -> HttpResponse:
    return _page(request, quarter, _live(request, quarter), None)


@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: SignedInRequest, quarter: Quarter) -> HttpResponse:
    _require(can_freeze(request.user))
    now = timezone.now()
    form = FreezeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            do_once(
                request,
                lambda: actions.freeze_report(quarter, by=request.user, at=now),
                done=lambda report: (
                    f"Figures for {quarter} frozen as {report.case.reference} and put to the Chief Executive"
                ),
                at=now,
            )
        except actions.QuarterNotOver as error:
            form.add_error(None, str(error))
        else:
            return redirect("reporting:quarter", quarter)
    return TemplateResponse(request, "reporting/freeze.html", {"quarter": quarter, "form": form})


@require_safe
def as_csv(request: SignedInRequest, quarter: Quarter, *, is_live: bool = False) -> HttpResponse:
    figures, _ = _figures(request, quarter, is_live=is_live)
    table = StringIO()
    exports.write_csv(figures, table)
    return _download(
        table.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", f"complaints-{quarter.slug}.csv"
    )


@require_safe
def as_pdf(request: SignedInRequest, quarter: Quarter, *, is_live: bool = False) -> HttpResponse:
    figures, report = _figures(request, quarter, is_live=is_live)
    day = timezone.localdate(report.frozen_at) if report else timezone.localdate()
    content = render_report(quarter, figures, report, office=office_on(day), day=day)
    return _download(content, "application/pdf", f"complaints-{quarter.slug}.pdf")


@require_safe
def cases_behind(request: SignedInRequest, quarter: Quarter, code: str) -> HttpResponse:
    _require(can_see_live(request.user))
    report = _standing(request, quarter)
    if report is None:
        raise Http404
    return _list(request, quarter, _named(Figures.from_json(report.figures), code), report)


@require_safe
def live_cases_behind(request: SignedInRequest, quarter: Quarter, code: str) -> HttpResponse:
    _require(can_see_live(request.user))
    return _list(request, quarter, _named(Measures(quarter, at=timezone.now()), code), None)


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _standing(request: SignedInRequest, quarter: Quarter) -> Report | None:
    """The report this person may read: members see only what the Chief Executive approved."""
    _require(can_read(request.user))
    return latest_report(quarter, published=not can_see_live(request.user))


def _live(request: SignedInRequest, quarter: Quarter) -> Figures:
    _require(can_see_live(request.user))
    return figures_for(quarter, at=timezone.now(), seen_by=request.user)


def _figures(request: SignedInRequest, quarter: Quarter, *, is_live: bool) -> tuple[Figures, Report | None]:
    if is_live:
        return _live(request, quarter), None
    report = _standing(request, quarter)
    if report is None:
        raise Http404
    return Figures.from_json(report.figures), report


def _page(
    request: SignedInRequest, quarter: Quarter, figures: Figures, report: Report | None
) -> HttpResponse:
    return TemplateResponse(
        request,
        "reporting/quarter.html",
        {
            "quarter": quarter,
            "figures": figures,
            "report": report,
            "meanings": MEANINGS,
            "is_over": quarter.ends_at <= timezone.now(),
            "can_open": can_see_live(request.user),
            "can_freeze": can_freeze(request.user),
            "list_url": "reporting:cases_behind" if report else "reporting:live_cases_behind",
        },
    )


def _named(kept: Figures | Measures, code: str) -> Figure | Listed:
    try:
        return kept.named(code)
    except KeyError:
        raise Http404 from None


def _list(
    request: SignedInRequest, quarter: Quarter, figure: Figure | Listed, report: Report | None
) -> HttpResponse:
    given = request.GET.get("from", "")
    start = int(given) if given.isascii() and given.isdecimal() and len(given) <= 6 else 0
    found = list(visible_cases(figure, request.user)[start : start + CASES_A_PAGE + 1])
    context = {
        "quarter": quarter,
        "figure": figure,
        "report": report,
        "rows": [{"case": case, "url": kind_of(case).url(case)} for case in found[:CASES_A_PAGE]],
        "previous_href": f"?from={max(start - CASES_A_PAGE, 0)}" if start else "",
        "next_href": f"?from={start + CASES_A_PAGE}" if len(found) > CASES_A_PAGE else "",
    }
    return TemplateResponse(request, "reporting/cases_behind.html", context)


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
