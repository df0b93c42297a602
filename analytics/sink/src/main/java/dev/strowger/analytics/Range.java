package dev.strowger.analytics;

/** Offsets from first to last, both included. */
record Range(long first, long last) {}
