package dev.strowger.router;

import dev.strowger.topics.RecordSerdes;
import java.util.function.Predicate;

/**
 * What every ledger of this process shares.
 *
 * @param topicExists whether a replies topic can still be written to
 */
record LedgerParts(
    Routing routing,
    RecordSerdes serdes,
    Predicate<String> topicExists,
    LedgerTerms terms,
    RouterMeters meters) {}
