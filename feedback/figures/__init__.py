"""Counts per service and month, and the figures that staff and the public see.

May import the models and the pure rules.
"""
