package dev.strowger.router;

/**
 * A value on its way to a topic.
 *
 * @param bytes as they will stand in the topic
 */
record Outgoing(String topic, byte[] bytes) {}
