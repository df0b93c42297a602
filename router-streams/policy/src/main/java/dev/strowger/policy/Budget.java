package dev.strowger.policy;

/**
 * What one request may use, all steps and retries together.
 *
 * @param attempts calls of providers
 * @param totalMs from the door's receipt; no further call is begun afterwards. 0: the request's
 *     deadline
 */
public record Budget(int attempts, int totalMs) {}
