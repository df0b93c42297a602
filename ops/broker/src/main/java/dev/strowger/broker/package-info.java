/**
 * The real Kafka broker (KRaft, combined mode) inside this JVM, for one-machine installations and
 * for the integration tests of every module.
 */
@NullMarked
package dev.strowger.broker;

import org.jspecify.annotations.NullMarked;
