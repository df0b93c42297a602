package dev.strowger.bench.savings;

import dev.strowger.bench.savings.Classifier.Point;
import dev.strowger.training.PromptCsv;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Where the thetas come from. */
@Command(
    name = "calibrate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Learns as the shipped model was learned, and prints the thetas that keep so much of the top"
          + " model's right answers on the rows learned from, each judged by a model that had not"
          + " seen it. No held-out row is read. Takes some minutes."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Option(
      names = "--in",
      defaultValue = Savings.LABELLED,
      description = "The labelled prompts. Default: ${DEFAULT-VALUE}")
  private Path in = Path.of("");

  @Option(
      names = "--classifier",
      defaultValue = "embedding",
      description = "linear or embedding. Default: ${DEFAULT-VALUE}")
  private Classifier classifier = Classifier.EMBEDDING;

  @Override
  public Integer call() {
    Calibration.Scored scored =
        Calibration.outOfFold(PromptCsv.labelled(in), classifier, System.err::println);
    for (Point point : classifier.points()) {
      System.out.println(Calibration.line(scored, point.kept()));
    }
    return 0;
  }
}
