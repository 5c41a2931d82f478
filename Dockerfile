# syntax=docker/dockerfile:1
# One image for web, worker, scheduler and migrations; see docker-compose.yml.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH
COPY requirements.txt ./
# As in bin/setup: first the build backend of source packages, then all packages.
RUN awk '/^[a-z]/ { wanted = /^setuptools==/ } wanted' requirements.txt > /tmp/build.txt \
    && pip install --require-hashes --no-deps -r /tmp/build.txt \
    && pip install --require-hashes --no-deps --no-build-isolation -r requirements.txt
COPY manage.py ./
COPY bin/serve bin/healthy bin/
COPY cms cms
COPY pages pages
COPY feedback feedback
COPY frontend_contract frontend_contract
# This key is not stored; the commands only need one to start.
RUN SECRET_KEY=only-while-building python manage.py translations compile \
    && SECRET_KEY=only-while-building python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q cms pages feedback

FROM python:3.13-slim-bookworm
# Reads the CAPTCHA's letters aloud.
RUN apt-get update \
    && apt-get install -y --no-install-recommends espeak-ng=1.51+dfsg-* \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin medskap
WORKDIR /app
COPY --from=build /app /app
# The only writable folder besides /tmp: mount a volume here.
RUN mkdir -p /app/var/media && chown medskap /app/var/media
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000
# A numeric id, so that orchestrators can verify that it is not root.
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "bin/healthy"]
CMD ["python", "bin/serve"]
