from pathlib import Path

from casework.deadlines.clocks import Clock, all_clocks

DOC = Path(__file__).parents[3] / "docs" / "deadlines.md"
HEADING = "| Clock | What | Counted | Length | Nature | Owed by | Authority | Certainty | Citation |"


def row(clock: Clock) -> str:
    cells = (
        f"`{clock.code}`",
        clock.name,
        clock.primitive.value + ("" if clock.calendar == "none" else f", {clock.calendar}"),
        f"{clock.length}{', can pause' if clock.pausable else ''}",
        clock.nature,
        clock.owed_by,
        clock.authority,
        clock.certainty,
        clock.citation,
    )
    return f"| {' | '.join(cells)} |"


def test_the_table_in_the_documentation_is_the_register():
    lines = DOC.read_text().splitlines()
    table = lines[lines.index(HEADING) + 2 :]

    assert table[: len(all_clocks())] == [row(clock) for clock in all_clocks()]
    assert not any(line.startswith("|") for line in table[len(all_clocks()) :])
