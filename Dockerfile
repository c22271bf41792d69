# dupdetect in an image: a small Debian, a user without rights, kernels compiled at build.
#
#   docker build -t dupdetect .
#   docker run --rm -v "$PWD/articles:/data:ro" dupdetect scan /data
#   docker run --rm -p 127.0.0.1:8000:8000 dupdetect serve --host 0.0.0.0

FROM python:3.13-slim AS build
COPY . /source
RUN python -m venv /opt/dupdetect && /opt/dupdetect/bin/pip install --no-cache-dir "/source[all]"

FROM python:3.13-slim
COPY --from=build /opt/dupdetect /opt/dupdetect
RUN useradd --create-home reader
ENV PATH=/opt/dupdetect/bin:$PATH NUMBA_CACHE_DIR=/home/reader/.cache/numba
USER reader
WORKDIR /home/reader
# One comparison compiles what a scan needs, so that no container does it again.
COPY --chown=reader samples/articles/ferry-original.txt samples/articles/ferry-near-copy.txt /tmp/warm/
RUN dupdetect scan /tmp/warm --quiet -o /dev/null
EXPOSE 8000
ENTRYPOINT ["dupdetect"]
CMD ["--help"]
