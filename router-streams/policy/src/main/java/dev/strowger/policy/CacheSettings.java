package dev.strowger.policy;

import java.util.OptionalDouble;

/**
 * Answers of a route may be given again, within a tenant.
 *
 * @param threshold least cosine of two prompts for one's answer to do for the other; empty: only
 *     the very same request counts
 * @param ttlMs how long an answer may be given
 * @param tools also for requests with tools
 * @param maxTemperature requests above it are neither looked for nor kept
 */
record CacheSettings(OptionalDouble threshold, long ttlMs, boolean tools, double maxTemperature) {}
