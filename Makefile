# logtoctl: make demo shows it, make test needs nothing but Go, make check is
# what CI runs.

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT  ?= $(shell git rev-parse --short HEAD 2>/dev/null)
LDFLAGS := -s -w -X github.com/logtoctl/logtoctl/cmd.release=$(VERSION) -X github.com/logtoctl/logtoctl/cmd.commit=$(COMMIT)
LINT    := go tool -modfile=tools/go.mod golangci-lint

.PHONY: build demo demo-browser real test check race vet lint format tidy generated scaffolded browser pictures chromium crosscheck reliability bench load cover fuzz test-live clean

build: ## bin/logtoctl, static and stripped
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/logtoctl .

demo: build ## the whole job on a sandbox, without an account
	bin/logtoctl demo

demo-browser: chromium ## the guide in a browser: people sign in to a scaffolded app; pictures in artifacts/
	LOGTOCTL_TEST_ARTIFACTS=$(CURDIR)/artifacts go test -count=1 -v -run '^TestBrowserGuide' ./cmd

real: ## the guide on the official Logto image, with the sandbox as its Direct Mail (needs Docker)
	examples/real/run.sh

test: ## all tests that need nothing but Go
	go test -skip '$(SCAFFOLD_TESTS)|$(BROWSER_TESTS)' ./...
	@echo 'skipped: what app scaffold writes is built by make scaffolded, which downloads its modules'
	@command -v node >/dev/null || echo 'skipped: the cross-checks with the npm clients (make crosscheck) need Node 20'
	@echo 'skipped: what a browser shows (make browser) needs Chromium'

check: build tidy generated lint race scaffolded browser crosscheck demo ## everything that CI asks for; lint vets, too

race: ## all tests under the race detector
	go test -race -shuffle=on -skip '$(SCAFFOLD_TESTS)|$(BROWSER_TESTS)' ./...

vet:
	go vet ./...

tidy: ## fails when go mod tidy would change something
	go mod tidy -diff
	cd tools && go mod tidy -diff

lint:
	$(LINT) run ./...

generated: ## fails when the email templates are not as their sources say
	go generate ./templates
	git diff --exit-code -- templates/email

format:
	$(LINT) fmt ./...

# The tests that build what app scaffold writes, and those that drive a browser.
SCAFFOLD_TESTS := ^TestScaffolded
BROWSER_TESTS  := ^Test(Preview|Browser)
PAGES          := ./internal/browsertest ./internal/sandbox/inbox ./internal/sandbox/logto/page

scaffolded: ## the scaffolded apps are tidy, build and pass their own tests
	go test -count=1 -run '$(SCAFFOLD_TESTS)' ./cmd/app

browser: chromium ## every page in a browser, and the guide; pictures of it and of all mails in artifacts/
	LOGTOCTL_TEST_ARTIFACTS=$(CURDIR)/artifacts go test -count=1 -v -run '$(BROWSER_TESTS)' ./cmd
	go test -count=1 -run '$(BROWSER_TESTS)' $(PAGES)

pictures: chromium ## the inbox and the sign-in page in all their states, in artifacts/
	LOGTOCTL_TEST_ARTIFACTS=$(CURDIR)/artifacts go test -count=1 -run '$(BROWSER_TESTS)' $(PAGES)

chromium: ## Debian's, where there is none
	@command -v chromium google-chrome >/dev/null || \
	  (apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy chromium fonts-noto-cjk >/dev/null) || \
	  echo 'skipped: Chromium could not be installed, so no browser test runs'

crosscheck: build ## other people's clients against the sandbox (npm, Node 20)
	cd crosscheck && npm ci --no-audit --no-fund --loglevel=error && \
	  LOGTOCTL_BIN=$(CURDIR)/bin/logtoctl ../bin/logtoctl sandbox exec -- node --test

reliability: ## kills, disturbs and races every request; writes docs/reliability.md
	LOGTOCTL_TEST_RELIABILITY=1 go test -count=1 -timeout 30m ./reliability

bench: ## measures everything side by side; writes docs/performance.md
	LOGTOCTL_TEST_PERFORMANCE=1 go test -count=1 -timeout 20m -v -run '^TestPerformance$$' ./benchmark

load: ## the sandbox under 200 people a second for a minute
	LOGTOCTL_TEST_LOAD=1 go test -count=1 -v -run '^TestSandbox_load$$' ./internal/sandbox

cover: ## coverage of all tests that need nothing but Go
	go test -skip '$(SCAFFOLD_TESTS)|$(BROWSER_TESTS)' -coverprofile=coverage.out -coverpkg=./... ./...
	@go tool cover -func=coverage.out | tail -1

# The time that each fuzz target gets.
FUZZTIME ?= 20s
fuzz: ## every fuzz target for FUZZTIME
	@for target in $$(grep -rlE '^func Fuzz' --include='*_test.go' . | xargs -n1 dirname | sort -u); do \
	  for name in $$(grep -hoE '^func Fuzz[A-Za-z0-9_]+' $$target/*_test.go | cut -d' ' -f2); do \
	    echo "$$target $$name"; go test -run '^$$' -fuzz "^$$name$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 5x $$target || exit 1; \
	  done; \
	done

test-live: ## the scripts that need only a Logto, on the one in the environment
	LOGTOCTL_TEST_LIVE=1 go test -count=1 -run TestScripts -v ./cmd

clean:
	rm -rf bin artifacts coverage.out crosscheck/node_modules
