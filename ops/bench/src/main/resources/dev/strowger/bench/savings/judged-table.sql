-- Who answered which labelled prompt rightly, 0 to 1; prompt is the value of the tag its requests bear
CREATE TABLE IF NOT EXISTS judged_answers
(
    prompt  String,
    source  LowCardinality(String),
    model   LowCardinality(String),
    quality Float64
)
ENGINE = ReplacingMergeTree
ORDER BY (prompt, model)
