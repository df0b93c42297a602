package dev.strowger.manifest;

/**
 * Something wrong in a manifest, and where.
 *
 * @param file name of the manifest
 * @param line from 1
 * @param column from 1
 * @param path of the value, e.g. {@code ai_routes[0].targets[1].weight}; empty for the whole file
 * @param message what is wrong and what was expected
 */
public record Problem(String file, int line, int column, String path, String message) {
  /** {@code routes.yaml:7:9 ai_routes[0].targets[1].weight: expected …} */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + (path.isEmpty() ? "" : " " + path) + ": " + message;
  }
}
