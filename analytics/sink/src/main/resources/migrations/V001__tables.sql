-- What the sink took from each partition of the log; the newest range of a partition may have to be
-- stored again after a crash.
CREATE TABLE sink_ranges
(
    topic           LowCardinality(String),
    topic_id        String,
    partition       Int32,
    first_offset    Int64,
    last_offset     Int64,
    at              DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (topic, topic_id, partition, first_offset, last_offset)
TTL toDateTime(at) + INTERVAL 400 DAY;

-- One row for each accepted request: how it ended.
CREATE TABLE requests
(
    request_id          String,
    tenant              LowCardinality(String),
    credential_id       LowCardinality(String),
    operation           LowCardinality(String),
    requested_model     LowCardinality(String),
    route               LowCardinality(String),
    policy_version      LowCardinality(String),
    provider            LowCardinality(String),
    model               LowCardinality(String),
    outcome             LowCardinality(String),
    failure             LowCardinality(String),
    message             String,
    finish_reason       LowCardinality(String),
    stream              Bool,
    simulated           Bool,
    attempts            Int32,
    path                Array(String),
    input_tokens        Int64,
    output_tokens       Int64,
    cached_input_tokens Int64,
    cache_write_tokens  Int64,
    reasoning_tokens    Int64,
    cost_micros         Int64,
    currency            LowCardinality(String),
    first_token_us      Nullable(Int64),
    provider_us         Int64,
    overhead_us         Int64,
    total_us            Int64,
    at                  DateTime64(3, 'UTC'),
    INDEX by_request request_id TYPE bloom_filter GRANULARITY 4
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, at, request_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- One row for each try at a target. Workers may report a try again after a crash; such a report has
-- the same event_id and counts once: read this table with FINAL.
CREATE TABLE attempts
(
    event_id            String,
    request_id          String,
    tenant              LowCardinality(String),
    credential_id       LowCardinality(String),
    operation           LowCardinality(String),
    requested_model     LowCardinality(String),
    route               LowCardinality(String),
    policy_version      LowCardinality(String),
    number              Int32,
    provider            LowCardinality(String),
    model               LowCardinality(String),
    result              LowCardinality(String),
    http_status         Nullable(Int32),
    message             String,
    stream              Bool,
    simulated           Bool,
    priced              Bool,
    input_tokens        Int64,
    output_tokens       Int64,
    cached_input_tokens Int64,
    cache_write_tokens  Int64,
    reasoning_tokens    Int64,
    cost_micros         Int64,
    currency            LowCardinality(String),
    first_token_us      Nullable(Int64),
    latency_us          Int64,
    started_at          DateTime64(3, 'UTC'),
    at                  DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree
ORDER BY (request_id, event_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- One row for each decision of the router, with everything it weighed.
CREATE TABLE decisions
(
    request_id              String,
    tenant                  LowCardinality(String),
    requested_model         LowCardinality(String),
    route                   LowCardinality(String),
    policy_version          LowCardinality(String),
    refusal                 String,
    `candidates.provider`   Array(LowCardinality(String)),
    `candidates.model`      Array(LowCardinality(String)),
    `candidates.weight`     Array(Int64),
    `candidates.position`   Array(Int32),
    `candidates.reason`     Array(String),
    at                      DateTime64(3, 'UTC'),
    INDEX by_request request_id TYPE bloom_filter GRANULARITY 4
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, at, request_id)
SETTINGS non_replicated_deduplication_window = 1000;
