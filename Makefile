# Strowger on one machine. `make help` lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help

JAVA_HOME := $(shell bin/find-jdk 2>/dev/null)
export JAVA_HOME
# Maven's own libraries make a recent JDK print warnings that are no news to anybody here.
export MAVEN_OPTS += --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
export STROWGER_DATA ?= $(CURDIR)/data

FUZZ_SECONDS ?= 60

MVN   := mvn -B -ntp
DIST  := compose/all-in-one/target/strowger
BUILT := $(DIST)/.built
SOURCES = $(shell find schemas ingress router-streams provider-workers analytics ops compose -type f \
            \( -path '*/src/main/*' -o -name pom.xml -o -name package-lock.json \) \
            -not -path '*/target/*' -not -path '*/node_modules/*')

.PHONY: help up down build test unit e2e bench savings faults outage chaos rolling fuzz artifacts microbench credentials-bench fmt topology clean clean-data jdk browser

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: jdk $(BUILT) ## Build what isn't built and start everything; Ctrl-C stops it. DETACH=1 returns once healthy
	@bin/all-in-one $(if $(DETACH),--detach)

down: ## Stop what `make up DETACH=1` started
	@bin/all-in-one --stop

build: jdk $(BUILT) ## Build the distribution

test: jdk browser ## Unit, integration and end-to-end tests
	@$(MVN) -T 2 verify

unit: jdk ## Unit tests only (seconds)
	@$(MVN) -T 2 test

e2e: jdk browser ## End-to-end tests only, on the real parts
	@$(MVN) -T 2 verify -pl compose/all-in-one -am -Dtest=none -Dit.test='dev.strowger.allinone.*IT' \
	    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

bench: jdk $(BUILT) ## Latency of the gateway as a ratio to the bare pipeline and to direct calls
	@"$(JAVA_HOME)/bin/java" -cp '$(DIST)/lib/*' dev.strowger.bench.Bench $(BENCH)

savings: jdk $(BUILT) ## What routing by complexity saves against the top model, and the quality it keeps, by SQL. SAVINGS="--classifier linear"
	@"$(JAVA_HOME)/bin/java" -cp '$(DIST)/lib/*' dev.strowger.bench.savings.Savings $(SAVINGS)

faults: jdk $(BUILT) ## Every fault of a provider and what callers see of it. FAULTS="--only 8,14" narrows
	@"$(JAVA_HOME)/bin/java" -cp '$(DIST)/lib/*' dev.strowger.faults.Faults $(FAULTS)

outage: jdk $(BUILT) ## A provider is down for two minutes under load: errors, latencies, time to return
	@"$(JAVA_HOME)/bin/java" -cp '$(DIST)/lib/*' dev.strowger.faults.Faults outage $(OUTAGE)

chaos: jdk $(BUILT) ## Kill parts at random under load and check the books. CHAOS="--seed 7 --duration 60" narrows
	@"$(JAVA_HOME)/bin/java" -cp '$(DIST)/lib/*' dev.strowger.chaos.Chaos $(CHAOS)

rolling: jdk $(BUILT) ## Restart every part in turn under load: no client may notice
	@"$(JAVA_HOME)/bin/java" -cp '$(DIST)/lib/*' dev.strowger.chaos.Chaos --rolling $(CHAOS)

fuzz: jdk ## Inputs nobody thought of, for the door and the parsers. FUZZ_SECONDS=600 for each target
	@$(MVN) verify -pl ingress,provider-workers/dialects -am -Dtest=none -Dit.test='*FuzzIT' -Dfuzz.seconds=$(FUZZ_SECONDS) \
	    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

artifacts: $(BUILT) ## Check the libraries of the distribution against the list
	@bin/check-artifacts

microbench: jdk ## Cost of a decision, of a token, of reading a catalogue, of looking at a prompt, by JMH. MICROBENCH="-f 1 Token" narrows
	@$(MVN) -q -T 2 package -pl ops/microbench -am -Dmaven.test.skip=true
	@"$(JAVA_HOME)/bin/java" -cp "ops/microbench/target/classes:$$(cat ops/microbench/target/classpath)" \
	    org.openjdk.jmh.Main $(MICROBENCH)

credentials-bench: jdk ## What 100,000 credentials cost an ingress against 10: memory, start-up, p99. CREDENTIALS="10 100000" changes the numbers
	@$(MVN) -q -T 2 package -pl ops/microbench -am -Dmaven.test.skip=true
	@"$(JAVA_HOME)/bin/java" -Xmx1g -cp "ops/microbench/target/classes:$$(cat ops/microbench/target/classpath)" \
	    dev.strowger.microbench.CredentialsBench $(CREDENTIALS)

fmt: jdk ## Format the code
	@$(MVN) -q -T 2 spotless:apply

topology: jdk ## Print the router's topology
	@cat router-streams/topology/src/test/resources/expected-topology.txt

clean: ## Remove what was built
	@find . -type d -name target -not -path '*/node_modules/*' -prune -exec rm -rf {} +

clean-data: ## Remove all state of the installation on this machine (asks bin/all-in-one to stop first)
	@bin/all-in-one --stop
	@rm -rf "$(STROWGER_DATA)"
	@echo "removed $(STROWGER_DATA)"

jdk:
	@bin/find-jdk >/dev/null

# The operators' page is tested in a real browser.
browser:
	@[ -x "$${CHROMIUM:-/usr/bin/chromium}" ] || { echo "Installing Debian's chromium for the tests of the page ..." \
	    && apt-get update -qq \
	    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	  || { echo "The tests need chromium: install it, or name one by CHROMIUM=/path" >&2; exit 1; }

$(BUILT): $(SOURCES)
	@echo "Building (the first time fetches about 600 MB of parts; later builds need no network) ..."
	@$(MVN) -T 2 package -Dmaven.test.skip=true -Dstyle.color=never 2>&1 | bin/build-progress
	@touch $@
