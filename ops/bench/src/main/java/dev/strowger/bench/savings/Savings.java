package dev.strowger.bench.savings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.bench.savings.Classifier.Point;
import dev.strowger.training.PromptCsv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends labelled prompts by complexity and to the top model, and asks the books what it saved. */
@Command(
    name = "savings",
    mixinStandardHelpOptions = true,
    subcommands = CalibrateCommand.class,
    sortOptions = false,
    description = {
      "Starts the gateway with data and a policy of its own, before simulated providers, sends every"
          + " labelled prompt that no shipped model was learned from to the top model and by"
          + " complexity, and prints by SQL over the recorded events what that saved and how much of"
          + " the judged quality is kept.",
      "Exit code 1 when a request failed or is not recorded, or when at the 95 % point less than"
          + " 30 % is saved or less than 95 % of the quality is kept."
    })
public final class Savings implements Callable<Integer> {
  static final String LABELLED = "router-streams/training/data/model-answers.csv.gz";

  private static final Duration LONGEST_BOOKING = Duration.ofMinutes(2);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  @Option(
      names = "--in",
      defaultValue = LABELLED,
      description = "The labelled prompts. Default: ${DEFAULT-VALUE}")
  private Path in = Path.of("");

  @Option(
      names = "--classifier",
      defaultValue = "embedding",
      description = "linear or embedding: judges complexity. Default: ${DEFAULT-VALUE}")
  private Classifier classifier = Classifier.EMBEDDING;

  @Option(
      names = "--theta",
      split = ",",
      description =
          "Three complexities from which the strong model is asked, for auto-100, auto-99 and"
              + " auto-95. Default: as `savings calibrate` finds them")
  private List<Double> thetas = List.of();

  @Option(
      names = "--rows",
      defaultValue = "0",
      description = "So many of the held-out prompts, evenly from all. Default: all")
  private int rows;

  @Option(names = "--json", description = "Also write the result to this file.")
  private @Nullable Path json;

  @Option(
      names = "--home",
      defaultValue = "",
      description =
          "Where bin/all-in-one, which starts the gateway, is. Default: the current directory")
  private Path home = Path.of("");

  @Option(
      names = "--gateway-command",
      description = "Shell command that starts the gateway, instead.")
  private @Nullable String gatewayCommand;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Path file = in.isAbsolute() ? in : home.resolve(in);
    List<Question> questions = Question.heldOut(PromptCsv.labelled(file), rows);
    List<Point> points = points();
    try (Gateway gateway = Gateway.start(command(), new Manifests(classifier, points));
        ClickHouse books = gateway.clickHouse();
        Sender sender = new Sender(gateway.apps(), gateway.key())) {
      judge(books, questions);
      List<String> ways = new ArrayList<>(points.stream().map(Point::model).toList());
      ways.add(Manifests.TOP);
      System.err.printf(
          "The gateway is up; %d prompts go %d ways ...%n", questions.size(), ways.size());
      Map<String, Integer> problems = sender.send(questions, ways);
      Findings found = find(books, points, questions.size(), problems);
      Report report = new Report(found);
      System.out.println(report.table());
      if (json != null) {
        Files.writeString(json, report.json() + "\n");
      }
      return found.passed() ? 0 : 1;
    }
  }

  private List<Point> points() {
    try {
      return classifier.points(thetas);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()));
    }
  }

  /** Tells ClickHouse who answered rightly. */
  private static void judge(ClickHouse books, List<Question> questions)
      throws IOException, InterruptedException {
    StringBuilder csv = new StringBuilder();
    CSVFormat format = CSVFormat.RFC4180;
    for (Question question : questions) {
      String source = question.labelled().family();
      int weak = question.labelled().weakCorrect() ? 1 : 0;
      int strong = question.labelled().strongCorrect() ? 1 : 0;
      csv.append(format.format(question.id(), source, Manifests.WEAK, weak)).append('\n');
      csv.append(format.format(question.id(), source, Manifests.STRONG, strong)).append('\n');
    }
    books.run(ClickHouse.text("judged-table"));
    books.insert("judged_answers", csv.toString());
  }

  private Findings find(
      ClickHouse books, List<Point> points, int questions, Map<String, Integer> problems)
      throws IOException, InterruptedException {
    int failed = problems.values().stream().mapToInt(Integer::intValue).sum();
    int expected = questions * (points.size() + 1) - failed;
    long end = System.nanoTime() + LONGEST_BOOKING.toNanos();
    List<JsonNode> answers = books.rows(ClickHouse.text("judged-answers"));
    while (answers.size() < expected && System.nanoTime() < end) {
      Thread.sleep(BETWEEN);
      answers = books.rows(ClickHouse.text("judged-answers"));
    }
    List<Findings.Line> lines = new ArrayList<>();
    for (JsonNode row : books.rows(ClickHouse.text("judged-savings"))) {
      String way = row.path("way").asText();
      lines.add(new Findings.Line(row, Resampling.of(answers, way, row.path("source").asText())));
    }
    String model =
        answers.stream()
            .map(answer -> answer.path("classifier").asText())
            .filter(name -> !name.isEmpty())
            .findFirst()
            .orElse("none");
    return new Findings(classifier, points, questions, problems, answers.size(), model, lines);
  }

  private List<String> command() {
    if (gatewayCommand != null) {
      return List.of("sh", "-c", "exec " + gatewayCommand);
    }
    return List.of(home.toAbsolutePath().resolve("bin").resolve("all-in-one").toString());
  }

  static CommandLine commandLine() {
    return new CommandLine(new Savings()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  public static void main(String[] args) {
    // Its own quiet logging, whatever the gateway beside it on the class path brings along.
    System.setProperty("logback.configurationFile", "bench-logback.xml");
    System.exit(commandLine().execute(args));
  }
}
