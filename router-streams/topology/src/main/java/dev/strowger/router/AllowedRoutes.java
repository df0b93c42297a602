package dev.strowger.router;

import java.util.List;

/** Which routes a credential may use. */
final class AllowedRoutes {
  private AllowedRoutes() {}

  /**
   * @param allowed names, or beginnings of names followed by a star; empty: all
   */
  static boolean contain(List<String> allowed, String route) {
    return allowed.isEmpty() || allowed.stream().anyMatch(pattern -> fits(pattern, route));
  }

  private static boolean fits(String pattern, String route) {
    return pattern.endsWith("*")
        ? route.startsWith(pattern.substring(0, pattern.length() - 1))
        : route.equals(pattern);
  }
}
