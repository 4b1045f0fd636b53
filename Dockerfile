# One image for the web app and the worker; fly.toml chooses the command. The embedding service has an image of its own.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY services/clip-embeddings/package.json services/clip-embeddings/
COPY scripts/prisma.mjs scripts/
COPY prisma prisma
COPY prisma.config.ts ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
# perl runs exiftool, which reads the preview out of DNG files.
RUN apt-get update && apt-get install -y --no-install-recommends perl ca-certificates tini && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8080
# tini forwards SIGTERM, so a deploy ends with the ordered shutdown of scripts/web.ts and workers/main.ts.
ENTRYPOINT ["tini", "--"]
CMD ["node", "--import", "tsx", "scripts/web.ts"]
