"""Security headers, and where to report a vulnerability. Part of the roof; imports Django only."""
