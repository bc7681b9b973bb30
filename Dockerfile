FROM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:22-alpine
LABEL org.opencontainers.image.title="tiktok-creator-mcp" \
      org.opencontainers.image.description="MCP server for TikTok Shop creators" \
      org.opencontainers.image.licenses="MIT"
WORKDIR /app
COPY --from=build /build/package.json /build/LICENSE ./
COPY --from=build /build/dist ./dist
USER node
# The program loads; it needs no network for that.
HEALTHCHECK --interval=60s --timeout=5s CMD ["node", "dist/main.js", "--version"]
ENTRYPOINT ["node", "dist/main.js"]
