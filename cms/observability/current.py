"""The id of the current request or task, "" outside both."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
