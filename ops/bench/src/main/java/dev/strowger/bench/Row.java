package dev.strowger.bench;

import java.util.OptionalDouble;

/**
 * One measurement of a comparison.
 *
 * @param part what was measured
 * @param cpuMillis CPU time of the gateway's processes for each request; empty when not known
 */
record Row(Part part, Measurement measurement, OptionalDouble cpuMillis) {
  /** What can be measured, in the order it is. */
  enum Part {
    BARE,
    DIRECT,
    GATEWAY
  }

  double rate() {
    return measurement.schedule().perSecond();
  }
}
