"""Request ids, log formats and metrics: what operators see, without anything about residents."""
