/**
 * Load and latency, as ratios within one run.
 *
 * <p>{@code OpenLoop} fires a {@code Schedule} at a {@code Target} (the simulator or the gateway
 * over HTTP, or {@code BarePipeline}, the least three hops through Kafka) and makes a {@code
 * Measurement}; {@code Report} sets the measurements side by side. Comes from: {@code make bench}.
 * Goes to: a table and a JSON file.
 */
@NullMarked
package dev.strowger.bench;

import org.jspecify.annotations.NullMarked;
