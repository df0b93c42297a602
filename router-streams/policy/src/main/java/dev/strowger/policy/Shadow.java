package dev.strowger.policy;

/**
 * Copies of requests for a target whose answers callers never see.
 *
 * @param share of requests, 0 to 1
 * @param perMinute bound of one worker process; 0: none
 * @param dailyMicros bound of what it may cost in a UTC day; 0: none
 */
record Shadow(String name, double share, Target target, int perMinute, long dailyMicros) {}
