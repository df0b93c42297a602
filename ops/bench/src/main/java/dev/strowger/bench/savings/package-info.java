/**
 * What routing by complexity saves, and what it costs in quality, told by SQL from recorded events.
 *
 * <p>{@code Savings} starts a {@code Gateway} with {@code Manifests} of its own, lets {@code
 * Sender} send every {@code Question} by every way, waits until {@code ClickHouse} has them all,
 * tells it who had been judged right, and asks; {@code Resampling} gives the intervals, {@code
 * Findings} the verdict. {@code Calibration} finds the thetas, from other rows. Comes from: {@code
 * make savings}. Goes to: a table and a JSON file.
 */
@NullMarked
package dev.strowger.bench.savings;

import org.jspecify.annotations.NullMarked;
