from datetime import date

import pypdfium2
import pytest

from casework.people.models import Office
from reporting.figures import DutyLine, Figure, Figures, Timing
from reporting.pdf import render_report
from reporting.quarters import Quarter

OFFICE = Office(name="Office for Exampleshire", brand_colour="#1d3557")


def figure(label: str) -> Figure:
    return Figure(label.lower().replace(" ", "-"), label, count=1, cases=(1,))


def figures(categories: int) -> Figures:
    one = figure("One")
    return Figures(
        open_at_start=one,
        received=one,
        closed=one,
        by_road=(one,),
        by_category=tuple(figure(f"Category {number}") for number in range(categories)),
        outcomes=(one,),
        handed_over=one,
        open_at_end=one,
        timings=(Timing("outcome", "To an outcome", one, one, 4.0, 4.0, 4.0),),
        duties=(DutyLine("Office", "Set by law", one, one),),
    )


def pages(categories: int) -> list[str]:
    quarter, day = Quarter(2026, 2), date(2026, 7, 1)
    document = pypdfium2.PdfDocument(
        render_report(quarter, figures(categories), None, office=OFFICE, day=day)
    )
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


@pytest.mark.parametrize("categories", range(8, 20))
def test_no_heading_is_parted_from_its_table(categories: int) -> None:
    with_heading = next(page for page in pages(categories) if "How long it took" in page)

    assert "To an outcome" in with_heading


def test_the_head_of_a_table_is_on_each_page_that_it_runs_over() -> None:
    heads = [page.count("National category") for page in pages(80)]

    assert heads[:2] == [1, 1]


def test_the_pdf_says_what_each_figure_counts() -> None:
    whole = " ".join(" ".join(pages(3)).split())

    assert "Met and missed" in whole
    assert "What was paused or no longer needed is in neither" in whole
