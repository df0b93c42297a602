package dev.strowger.analytics;

/**
 * One partition of one topic.
 *
 * @param topicId tells a topic from one of the same name that was deleted: offsets begin anew there
 */
record Source(String topic, String topicId, int partition) {}
