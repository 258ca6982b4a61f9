from casework.letters.templatetags.letter_tags import as_html


def test_a_line_break_in_a_letter_is_a_line_break_on_the_page():
    nodes = [{"kind": "text", "text": "County Hall <1>"}, {"kind": "break"}, {"kind": "text", "text": "EX1"}]

    assert as_html(nodes) == "County Hall &lt;1&gt;<br>EX1"
