"""What each figure counts, in words for whoever reads them: on the page and in the PDF alike."""

MEANINGS = (
    ("Received", "It reached the office in the quarter, whenever it was made."),
    (
        "Open",
        "Received, and not closed at that moment. Open at the start and received, less closed, is open at "
        "the end.",
    ),
    (
        "Closed",
        "Ended in the quarter: by an outcome, a withdrawal, or the force’s outcome after a hand-over.",
    ),
    (
        "Handed over to the force",
        "Passed to the force in the quarter, to be recorded there. It stays open here until the force has "
        "told us its outcome.",
    ),
    (
        "First contact",
        "The first time the office spoke with or wrote to the complainant. Anonymous ones are left out.",
    ),
    ("Logged", "Taken on by somebody in the office."),
    (
        "Mean, median, 90th percentile",
        "Half took as long as the median or less, nine in ten as long as the 90th percentile or less. Over "
        "few complaints one slow one decides: see how many it was measured on.",
    ),
    (
        "Met and missed",
        "A duty is counted in the quarter in which it fell due: met if it was done by then, missed if it was "
        "done later or not yet. What was paused or no longer needed is in neither.",
    ),
    (
        "Proof",
        "A fingerprint (SHA-256) of frozen figures and the cases behind them. Were one of them changed, it "
        "would be another.",
    ),
)
