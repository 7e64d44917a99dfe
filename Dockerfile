FROM node:22-bookworm-slim AS build
WORKDIR /platform
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm run dashboard && npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /platform
COPY --from=build --chown=node:node /platform/package.json ./
COPY --from=build --chown=node:node /platform/node_modules node_modules
COPY --from=build --chown=node:node /platform/dist dist
COPY --from=build --chown=node:node /platform/schema schema
COPY --from=build --chown=node:node /platform/subgraphs/storage/migrations subgraphs/storage/migrations
# a new volume that is mounted here takes the owner of its folder
RUN install -d -o node -g node -m 700 files keys
USER node
CMD ["node", "--min-semi-space-size=16", "--max-semi-space-size=32", "--no-allocation-site-pretenuring", "--heap-growing-percent=50", "dist/gateway/index.js"]
