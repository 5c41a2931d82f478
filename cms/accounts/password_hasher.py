"""The hash of passwords."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with parameters of OWASP's that use little memory: 19 MB and one thread per hash."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
