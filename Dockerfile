# syntax=docker/dockerfile:1
# One image for web, worker, scheduler and migrations; docker-compose.yml says which is which.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
RUN python -m venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH
COPY requirements.txt ./
# As bin/setup does: first what builds the packages that come as source, then all of them.
RUN awk '/^[a-z]/ { wanted = /^setuptools==/ } wanted' requirements.txt > /tmp/build.txt \
    && pip install --require-hashes --no-deps -r /tmp/build.txt \
    && pip install --require-hashes --no-deps --no-build-isolation -r requirements.txt
COPY manage.py ./
COPY bin/serve bin/healthy bin/
COPY cms cms
COPY pages pages
COPY feedback feedback
COPY frontend_contract frontend_contract
# Nothing is kept of this key; the commands need one to start at all.
RUN SECRET_KEY=only-while-building python manage.py translations compile \
    && SECRET_KEY=only-while-building python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q cms pages feedback

FROM python:3.13-slim-bookworm
# Reads the CAPTCHA's letters aloud, for those who cannot see them.
RUN apt-get update \
    && apt-get install -y --no-install-recommends espeak-ng=1.51+dfsg-* \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin medskap
WORKDIR /app
COPY --from=build /app /app
# The one folder that is written to, besides /tmp: give it a volume.
RUN mkdir -p /app/var/media && chown medskap /app/var/media
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000
# By number, so that an orchestrator can see that it is not root.
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
    CMD ["python", "bin/healthy"]
CMD ["python", "bin/serve"]
