from reporting.figures import Figure, Figures, sha256_of
from tests.factories.reporting import ReportFactory


def test_figures_are_read_back_as_they_were_frozen():
    data = ReportFactory.build().figures
    data["by_road"] = [{"code": "road-force", "label": "The force", "cases": [7, 9], "count": 2}]

    figures = Figures.from_json(data)

    assert figures.named("road-force") == Figure("road-force", "The force", count=2, cases=(7, 9))
    assert sha256_of(figures.to_json()) == sha256_of(data)


def test_the_hash_does_not_depend_on_the_order_of_keys():
    assert sha256_of({"a": 1, "b": 2}) == sha256_of({"b": 2, "a": 1})
    assert sha256_of({"a": 1, "b": 2}) != sha256_of({"a": 1, "b": 3})
