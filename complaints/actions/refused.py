from casework.cases import refused


class Refused(refused.Refused):
    """The law or the office's own rules forbid this now. Says why, for the person who tried."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
