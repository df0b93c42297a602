/**
 * The APIs that are played; a package below for each family, and in it one {@code Api}.
 *
 * <p>Comes from: {@code Exchange}, with the body of a call. {@code Api} finds the {@code Format} of
 * its path; a {@code ChatFormat} reads it into a {@code Question} and writes the {@code Answer}, a
 * {@code DirectFormat} answers at once. Goes to: back to {@code Exchange}, as text of the wire.
 */
@NullMarked
package dev.strowger.simulator.wire;

import org.jspecify.annotations.NullMarked;
