FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /app

COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
        --require-hashes -r requirements.txt

COPY . .

# Compiled now, as later nothing can be written beside the code.
RUN python -m compileall -q bot db handlers scheduler migrations

# The program can write to its data and to nothing else.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin planovyk \
    && install -d -o planovyk -g planovyk -m 0700 /app/data
USER planovyk
VOLUME /app/data

CMD ["python", "-m", "bot", "run"]
