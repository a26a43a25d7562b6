# syntax=docker/dockerfile:1

# What charts and browsers need from npm. No script of a package is run.
FROM node:24-bookworm-slim AS npm
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci

# Pejl, one static file.
FROM golang:1.26-bookworm AS build
WORKDIR /src
ENV CGO_ENABLED=0
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=npm /src/web/node_modules web/node_modules
# The packages are as new as the list they were fetched by: make need not ask npm.
RUN touch web/node_modules/.package-lock.json && make build && mkdir data

# Certificates, time zones, a user without rights, and nothing to log in to.
FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /src/bin/pejl /pejl
COPY --from=build --chown=65532:65532 /src/data /data
COPY LICENSE /LICENSE
ENV PEJL_ADDRESS=:8080 PEJL_DATA=/data
USER 65532:65532
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/pejl", "health"]
ENTRYPOINT ["/pejl"]
CMD ["serve"]
