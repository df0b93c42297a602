package dev.strowger.worker;

/**
 * Where a stream goes.
 *
 * @param channels to the client
 * @param keeper to those who refer to it later
 */
record Outlets(ChannelClient channels, AnswerKeeper keeper) {}
