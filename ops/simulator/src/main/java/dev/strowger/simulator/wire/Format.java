package dev.strowger.simulator.wire;

/** How one path of an API is spoken. */
public sealed interface Format permits ChatFormat, DirectFormat {
  /** The form of its errors. */
  ErrorShape errors();
}
