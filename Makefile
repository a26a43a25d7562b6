# Pejl: everything is done from here. `make` alone lists what there is.

GO  ?= go
NPM := $(shell command -v npm 2>/dev/null)

# Pejl is one static binary: nothing here needs a C compiler.
export CGO_ENABLED ?= 0
export npm_config_update_notifier := false

GOLANGCI    := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK := $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.1.4

# Passed on to the program or the tests: make run ARGS='--address :9000', make test ARGS='-run Story'.
ARGS ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run demo test lint check assets bench build fmt clean clean-assets vet bare cross race vuln

help: ## List these targets
	@echo 'Pejl: make TARGET [ARGS=…]'
	@echo
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS='|' read -r target text; do printf '  %-8s %s\n' "$$target" "$$text"; done

# What is built from npm. Without npm, and with nothing fetched before, all goes
# on without: the program builds and serves, with tables in place of charts.
ifneq ($(NPM)$(wildcard web/node_modules/.package-lock.json),)
include web/assets.mk
else
assets:
	@echo 'npm is not installed: going on without assets, with tables in place of charts.'
clean-assets:
	rm -rf web/static/dist
endif

## Using it

run: assets ## Serve Pejl from this directory (ARGS='-h' is the manual)
	$(GO) run ./cmd/pejl serve $(ARGS)

demo: assets ## Serve a fictitious municipality to look around in
	$(GO) run ./cmd/pejl demo $(ARGS)

## Working on it

assets: ## Fetch and bundle what browsers and charts need from npm

test: assets ## Run every test; those for PostgreSQL and a browser say when they skip
	$(GO) test -timeout 15m $(ARGS) ./...

lint: vet ## Vet, format and the rules of .golangci.yml
	$(GOLANGCI) run $(ARGS)

check: ## All that CI does, with the PostgreSQL and Chromium found here
	.ci/run --no-install

fmt: ## Format the Go sources
	$(GOLANGCI) fmt

bench: assets ## Measure; docs/performance.md says what the numbers mean
	$(GO) test -run '^$$' -bench . -benchmem -timeout 60m $(ARGS) ./...

build: assets ## Build bin/pejl, static
	$(GO) build -trimpath -ldflags '-s -w' -o bin/ ./cmd/pejl

clean: clean-assets ## Remove what was built and fetched
	rm -rf bin dist

## The steps CI takes beside `test` and `lint`

vet: # go vet over everything
	$(GO) vet ./...

bare: # What no one built assets for must build and pass too, and what is missing is then skipped in CI as well
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && \
		tar -c --exclude=./.git --exclude=./web/node_modules --exclude=./web/static/dist . | tar -x -C "$$tmp" && \
		cd "$$tmp" && unset CI PEJL_TEST_POSTGRES PEJL_TEST_BROWSER && \
		$(GO) build ./... && $(GO) test -short -timeout 15m $(ARGS) ./...

cross: # Windows is served by the same sources
	GOOS=windows $(GO) build -o /dev/null ./cmd/pejl

race: # The race detector needs a C compiler, which nothing else does
	@if command -v gcc >/dev/null || command -v cc >/dev/null; then \
		unset PEJL_TEST_BROWSER; CGO_ENABLED=1 $(GO) test -race -short -timeout 15m $(ARGS) ./...; \
	else echo 'No C compiler here: the race detector is left to CI.'; fi

vuln: # Known vulnerabilities, where their database can be reached
	@if curl -fsS --max-time 10 -o /dev/null https://vuln.go.dev/index/db.json 2>/dev/null; then \
		$(GOVULNCHECK) ./...; \
	else echo 'vuln.go.dev cannot be reached from here: the search for known vulnerabilities is left out.'; fi
