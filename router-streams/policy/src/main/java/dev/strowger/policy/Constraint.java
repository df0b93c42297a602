package dev.strowger.policy;

/**
 * A rule that no route, failover, cache, experiment, shadow or escalation gets around.
 *
 * @param name for messages and records
 */
record Constraint(String name, Match match, Require require) {}
