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
RUN useradd --create-home --uid 10001 reader
ENV PATH=/opt/dupdetect/bin:$PATH NUMBA_CACHE_DIR=/home/reader/.cache/numba
# By its number, so that a host which forbids root can see that this is not root.
USER 10001
WORKDIR /home/reader
RUN dupdetect compile
EXPOSE 8000
ENTRYPOINT ["dupdetect"]
CMD ["--help"]
