package dev.strowger.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.strowger.features.ComplexityModel.Kind;
import dev.strowger.training.Evaluation;
import dev.strowger.training.LabelledPrompt;
import dev.strowger.training.PromptCsv;
import dev.strowger.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "router",
    description = "Trains, uses and measures the model that tells easy prompts from hard ones.",
    synopsisSubcommandLabel = "COMMAND")
final class RouterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Strowger.USAGE;
  }

  /** Which model to use: {@code --model}. */
  static final class ModelOption {
    @Option(
        names = "--model",
        paramLabel = "MODEL",
        defaultValue = "embedding",
        description = "linear, embedding or the file of a model (default: ${DEFAULT-VALUE}).")
    private String model = "embedding";

    PromptScorer open() {
      return PromptScorer.of(model);
    }
  }

  @Command(
      name = "train",
      description = {
        "Learns a model from prompts and what a weak and a strong model made of them.",
        "One prompt in ten is held out, and measured at the end."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger router train --in answers.csv --out model.bin",
        "  strowger router score --model model.bin --in prompts.csv --out scores.csv"
      })
  static final class Train implements Callable<Integer> {
    private final Terminal terminal;

    @Option(
        names = "--in",
        required = true,
        paramLabel = "FILE",
        description = "CSV: source,prompt,weak_correct,strong_correct; may be .gz.")
    private Path in = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The model.")
    private Path out = Path.of("");

    @Option(
        names = "--seed",
        defaultValue = "1",
        description = "The same seed and data give the same model (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--kind",
        defaultValue = "embedding",
        description = "linear (words only) or embedding (default: ${DEFAULT-VALUE}).")
    private String kind = "embedding";

    @Option(names = "--all-rows", description = "Hold nothing out.")
    private boolean all;

    Train(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Kind wanted =
          switch (kind.toLowerCase(Locale.ROOT)) {
            case "linear" -> Kind.LINEAR;
            case "embedding" -> Kind.EMBEDDING;
            default -> throw new CallFailedException("--kind must be linear or embedding");
          };
      List<LabelledPrompt> rows = labelled(in);
      List<LabelledPrompt> seen = rows.stream().filter(row -> all || !row.heldOut()).toList();
      byte[] model = learn(seen, wanted);
      try {
        Files.write(out, model);
      } catch (IOException e) {
        throw new CallFailedException("cannot write " + out + ": " + e.getMessage());
      }
      terminal.err().println("wrote " + out + ", " + model.length + " bytes");
      List<LabelledPrompt> heldOut = rows.stream().filter(LabelledPrompt::heldOut).toList();
      if (!all && !heldOut.isEmpty()) {
        terminal.out().println("Held out (" + heldOut.size() + " rows):");
        try (PromptScorer scorer = PromptScorer.of(out.toString())) {
          QualityTable.print(scorer.measure(heldOut, terminal.err()::println), terminal.out());
        }
      }
      return 0;
    }

    private byte[] learn(List<LabelledPrompt> rows, Kind wanted) {
      try {
        Training.Learned learned =
            PromptScorer.learn(rows, new Training.Settings(wanted, seed), terminal.err()::println);
        terminal.out().println("Learned from " + rows.size() + " rows; out of fold:");
        QualityTable.print(
            Evaluation.of(rows, learned.outOfFold(), PromptScorer.RESAMPLES, 1), terminal.out());
        return learned.model();
      } catch (IllegalArgumentException e) {
        throw new CallFailedException(in + ": " + e.getMessage());
      }
    }
  }

  @Command(
      name = "score",
      description = "Writes for each prompt the probability that the small model's answer will do.",
      footerHeading = "%nExamples:%n",
      footer = {"  strowger router score --in prompts.csv --out scores.csv"})
  static final class Score implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private ModelOption model = new ModelOption();

    @Option(
        names = "--in",
        required = true,
        paramLabel = "FILE",
        description = "CSV: id,prompt; may be .gz.")
    private Path in = Path.of("");

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "CSV: id,p_weak_ok, in the order of the input.")
    private Path out = Path.of("");

    Score(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      try (PromptScorer scorer = model.open()) {
        long rows = scorer.score(in, out, terminal.err()::println);
        terminal.err().println("scored " + rows + " prompts by model " + scorer.version());
        return 0;
      } catch (PromptCsv.BadFileException e) {
        throw new CallFailedException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Command(
      name = "evaluate",
      description = {
        "Measures a model by prompts whose answers are known: APGR, CPT and the share of calls the",
        "weak model can have at 95 % of the strong one's quality, with 95 % intervals."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  strowger router evaluate --in answers.csv --held-out",
        "  strowger router evaluate --in answers.csv --model linear --json"
      })
  static final class Evaluate implements Callable<Integer> {
    private final Terminal terminal;
    @Mixin private ModelOption model = new ModelOption();
    @Mixin private JsonFlag json = new JsonFlag();

    @Option(
        names = "--in",
        required = true,
        paramLabel = "FILE",
        description = "CSV: source,prompt,weak_correct,strong_correct; may be .gz.")
    private Path in = Path.of("");

    @Option(
        names = "--held-out",
        description = "Only the rows that train leaves out: of the training data, the honest ones.")
    private boolean heldOut;

    Evaluate(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      List<LabelledPrompt> rows =
          labelled(in).stream().filter(row -> !heldOut || row.heldOut()).toList();
      if (rows.isEmpty()) {
        throw new CallFailedException(in + " has no rows that train leaves out");
      }
      try (PromptScorer scorer = model.open()) {
        List<Evaluation.Line> lines = scorer.measure(rows, terminal.err()::println);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer
            .put("model", scorer.version())
            .put("rows", rows.size())
            .set("lines", QualityTable.json(lines));
        json.print(terminal, answer, () -> QualityTable.print(lines, terminal.out()));
      }
      return 0;
    }
  }

  private static List<LabelledPrompt> labelled(Path in) {
    try {
      return PromptCsv.labelled(in);
    } catch (PromptCsv.BadFileException e) {
      throw new CallFailedException(String.valueOf(e.getMessage()));
    }
  }

  /** The subcommands, for wiring. */
  static CommandLine wired(Terminal terminal) {
    return new CommandLine(new RouterCommand())
        .addSubcommand(new Train(terminal))
        .addSubcommand(new Score(terminal))
        .addSubcommand(new Evaluate(terminal));
  }
}
