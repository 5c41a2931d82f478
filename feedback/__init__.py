"""What residents say about services, and what the administrations answer.

Outside its faces (`resident/`, `admin/`, `graphql/`) this app knows `pages` only by the foreign
key of `Service` to `Organisation` and by the roles of its staff; `pages` never imports `feedback`.
"""
