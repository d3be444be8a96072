# The image of the bot; the README says how to run it, compose.yaml does it.

FROM debian:trixie-slim AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends binutils ca-certificates python3-venv
# Two environments: one with pip and what builds the wheel, one with what runs, and nothing else.
RUN python3 -m venv /build && python3 -m venv --without-pip /opt/fan-bot
WORKDIR /source
COPY requirements-build.lock ./
RUN /build/bin/pip install --no-cache-dir --require-hashes --requirement requirements-build.lock
ARG LOCK=requirements.lock
COPY ${LOCK} ./
RUN /build/bin/pip --python /opt/fan-bot/bin/python install --no-cache-dir --require-hashes \
    --no-compile --only-binary :all: --requirement "${LOCK}"
COPY . .
RUN /build/bin/pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /build/bin/pip --python /opt/fan-bot/bin/python install --no-cache-dir --no-compile \
        --no-deps /wheels/*.whl \
    && /opt/fan-bot/bin/python image/trim.py \
    && find /opt/fan-bot -name '*.so' -not -path '*.libs/*' -exec strip --strip-unneeded {} +

FROM debian:trixie-slim
# The user's number is fixed, so that a volume keeps its owner from one version to the next.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 tini \
    && rm --recursive --force /var/lib/apt/lists/* /var/cache/apt/* \
    && groupadd --gid 10001 fan-bot \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data fan-bot \
    && install --directory --owner 10001 --group 10001 /data
COPY --from=build /opt/fan-bot /opt/fan-bot
ENV PATH="/opt/fan-bot/bin:${PATH}" \
    PYTHONDONTWRITEBYTECODE=1 \
    BOT_FOLDER=/data \
    BOT_DATABASE=/data/bot.sqlite3 \
    BOT_VOLUME=/data \
    BOT_HTTP=127.0.0.1:8080 \
    BOT_LOG_FILE=off
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="fan-community-bot" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.description="A Discord bot for fans of a film" \
      org.opencontainers.image.licenses="MIT"
USER 10001:10001
WORKDIR /data
VOLUME /data
# Python hears no signal before it has loaded its own modules; tini does from the first moment on.
ENTRYPOINT ["tini", "--", "fan-bot"]
CMD ["run"]
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s CMD ["fan-bot", "health"]
