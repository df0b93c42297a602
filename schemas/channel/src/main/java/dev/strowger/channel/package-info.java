/**
 * The direct channel: how a worker hands the tokens of a stream to the ingress instance that holds
 * the client's connection, past Kafka.
 */
@NullMarked
package dev.strowger.channel;

import org.jspecify.annotations.NullMarked;
