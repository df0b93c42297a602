package dev.strowger.simulator.wire;

import org.jspecify.annotations.Nullable;

/** The API of one family of providers: its paths, its listings, its errors. */
public interface Api {
  /** What a client's base URL ends in, after the port; empty for none. */
  String basePath();

  /**
   * The format of a POST, or null when nothing is served there.
   *
   * @param path as it came, with its escapes
   * @param query as it came; empty for none
   */
  @Nullable Format format(String path, String query);

  /** The answer to a GET of this path, or null when there is none. */
  @Nullable String listing(String path);

  /** The form of errors away from those paths. */
  ErrorShape errors();
}
