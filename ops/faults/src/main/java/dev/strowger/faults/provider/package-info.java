/**
 * A provider that fails as it is told: an HTTP/1.1 server on raw sockets, so that every byte and
 * every way to lose a connection is in its hand.
 *
 * <p>{@code FaultyProvider} accepts, {@code RequestReader} reads, {@code CallLog} notes, and the
 * {@code Reaction} scripted for the provider and model answers through the {@code Exchange}, in the
 * words of a {@code Speech}. Comes from: the gateway's workers. Goes to: the same.
 */
@NullMarked
package dev.strowger.faults.provider;

import org.jspecify.annotations.NullMarked;
