package dev.strowger.worker;

import dev.strowger.dialects.SentAnswer;

/**
 * An answer of which the client has a part.
 *
 * @param sent what the events say
 * @param events of the client's API, from the first
 */
record BegunAnswer(SentAnswer sent, byte[] events) {}
