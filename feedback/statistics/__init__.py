"""Pure rules of counting, intervals and disclosure control: no Django, no I/O.

May import `feedback.enums`.
"""
