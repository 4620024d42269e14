# One image for web, worker and beat; docker-compose.yml says what each runs.

FROM node:22-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts

# Debian 13: its pg_dump is that of PostgreSQL 17, as in docker-compose.yml.
FROM python:3.13-slim-trixie
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        age fonts-noto-color-emoji libpango-1.0-0 libpangoft2-1.0-0 postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home placedev \
    && install -d -o placedev /var/lib/placedev
WORKDIR /app
COPY requirements/base.txt requirements/sentry.txt requirements/
ARG SENTRY=false
RUN python -m venv /opt/venv \
    && pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt \
        $([ "$SENTRY" = true ] && echo "-r requirements/sentry.txt")
COPY . .
COPY --from=packages /build/node_modules node_modules
# Collecting needs production settings to be complete, but reaches no server: the values
# below are seen by this line only.
RUN python scripts/translations.py compile \
    && python -m core.icons \
    && python -m areas.outlines.build > /dev/null \
    && MODE=production SECRET_KEY=only-while-this-image-is-built-0123456789-0123456789 \
       DATABASE_URL=postgres://build@localhost/build REDIS_URL=redis://localhost \
       ALLOWED_HOSTS=localhost SITE_URL=https://localhost MAIL_URL=smtp://localhost \
       MAIL_FROM=build@localhost python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q .
ENV MODE=production VAR_DIR=/var/lib/placedev
USER placedev
VOLUME /var/lib/placedev
EXPOSE 8000
