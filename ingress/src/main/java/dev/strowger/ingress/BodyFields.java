package dev.strowger.ingress;

import java.io.IOException;

/** Reads the fields of one body of an API: takes what routing needs, refuses what cannot be. */
interface BodyFields {
  /**
   * Sees each field of the body once, or for each time it is repeated; leaves the parser at the end
   * of the value.
   */
  void field(String name) throws IOException;

  /** After the last field. */
  BodyFacts facts() throws BadBody;
}
