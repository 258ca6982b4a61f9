from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


class DesignSystemHelper(FormHelper):  # type: ignore[misc]
    """Draws a form from layout objects of `govuk.layout`; a bare field name finds its own component.

    The page's error summary is drawn by `base.html`, before the heading, for every form on the page.
    """

    render_hidden_fields = True
    include_media = False

    def __init__(
        self,
        *layout: Any,
        method: str = "post",
        action: str = "",
        form_tag: bool = True,
        form_id: str = "",
        form_class: str = "",
    ) -> None:
        super().__init__()
        self.layout = Layout(*layout)
        self.form_method = method
        self.form_action = action
        self.form_tag = form_tag
        self.form_id = form_id
        self.form_class = form_class
        self.disable_csrf = method == "get"
