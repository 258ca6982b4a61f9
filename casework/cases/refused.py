class Refused(Exception):
    """The law, the office's rules or what somebody else did forbids this now; says why to whoever tried.

    Rooms above give it a name of their own. A page that offers an act catches this and shows the words.
    """
