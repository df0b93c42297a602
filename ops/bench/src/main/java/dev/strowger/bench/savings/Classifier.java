package dev.strowger.bench.savings;

import java.util.List;
import java.util.Locale;

/**
 * Which shipped model judges complexity, with the points it is asked to keep. The thetas are what
 * {@code savings calibrate} prints: found on the 6,874 rows that were learned from, out of fold.
 */
enum Classifier {
  LINEAR,
  EMBEDDING;

  List<Point> points() {
    return switch (this) {
      case LINEAR -> points(0.1297, 0.1372, 0.1727);
      case EMBEDDING -> points(0.1274, 0.1388, 0.1758);
    };
  }

  private static List<Point> points(double all, double most, double nearly) {
    return List.of(
        new Point("auto-100", 1, all),
        new Point("auto-99", 0.99, most),
        new Point("auto-95", 0.95, nearly));
  }

  /**
   * @param thetas one for each point, or none
   */
  List<Point> points(List<Double> thetas) {
    if (thetas.isEmpty()) {
      return points();
    }
    if (thetas.size() != 3 || thetas.stream().anyMatch(t -> !(t >= 0 && t <= 1))) {
      throw new IllegalArgumentException("--theta takes three numbers from 0 to 1");
    }
    return points(thetas.get(0), thetas.get(1), thetas.get(2));
  }

  /** As routes.yaml has it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param model by which a client asks for it
   * @param kept share of the top model's right answers that theta was chosen for
   * @param theta complexity from which the strong model is asked
   */
  record Point(String model, double kept, double theta) {}
}
