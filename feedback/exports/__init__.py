"""Files that staff export: rows, formats and the jobs that a worker runs.

May import the models, the pure rules and `feedback.handling`.
"""
