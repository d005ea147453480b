# One image for servers and workers. The app is built in the first stage; Node is not in the second.
FROM node:24-slim AS app
WORKDIR /alongside/pwa
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc ./
RUN npm install --no-save --no-progress
COPY pwa ./
RUN npm run build

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONPATH=/alongside UV_PYTHON_DOWNLOADS=never
WORKDIR /alongside
COPY requirements.txt requirements-uv.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.txt \
    && uv pip install --system --no-cache --require-hashes -r requirements.txt
COPY migrations migrations
COPY server server
COPY --from=app /alongside/pwa/dist pwa/dist
USER nobody
EXPOSE 8000
CMD ["python", "-m", "server.cli", "serve"]
