package dev.strowger.ingress;

import dev.strowger.records.RequestFacts;

/**
 * What the door takes from a chat request's body in one pass.
 *
 * @param includeUsage stream_options.include_usage
 */
record ChatFacts(String model, boolean stream, boolean includeUsage, RequestFacts facts) {}
