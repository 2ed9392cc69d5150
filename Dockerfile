# The server: web process or worker, as a user without rights, on a file system that can be read-only (`/var/lib/hunkwise` and `/tmp` apart).
ARG PYTHON=python:3.12-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /build
RUN python -m venv /opt/hunkwise
COPY requirements/server.txt ./
RUN /opt/hunkwise/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r server.txt
COPY pyproject.toml README.md LICENSE ./
COPY src ./src
RUN /opt/hunkwise/bin/pip install --no-cache-dir --no-deps --no-index --no-build-isolation .

FROM ${PYTHON}
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates git \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/hunkwise --create-home --shell /usr/sbin/nologin hunkwise
COPY --from=build /opt/hunkwise /opt/hunkwise
ENV PATH=/opt/hunkwise/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HUNKWISE_DATA=/var/lib/hunkwise
USER 10001:10001
WORKDIR /var/lib/hunkwise
VOLUME /var/lib/hunkwise
EXPOSE 8000
# SIGTERM drains: what is under way is finished, and what isn't is taken over by another worker.
STOPSIGNAL SIGTERM
ENTRYPOINT ["hunkwise"]
CMD ["serve", "--host", "0.0.0.0"]
