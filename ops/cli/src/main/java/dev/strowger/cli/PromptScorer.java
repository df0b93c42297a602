package dev.strowger.cli;

import dev.strowger.features.BgeSmallEmbedder;
import dev.strowger.features.Complexity;
import dev.strowger.features.ComplexityModel.Kind;
import dev.strowger.features.Embedder;
import dev.strowger.training.Evaluation;
import dev.strowger.training.LabelledPrompt;
import dev.strowger.training.PromptCsv;
import dev.strowger.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A complexity model at work over a file; loads the embedding model only where it is needed. */
final class PromptScorer implements AutoCloseable {
  static final int RESAMPLES = 1000;

  private static final int REPORT_EVERY = 500;

  private final Complexity complexity;
  private final Optional<Embedder> embedder;

  private PromptScorer(Complexity complexity, Optional<Embedder> embedder) {
    this.complexity = complexity;
    this.embedder = embedder;
  }

  /**
   * @param model "linear", "embedding" or a file
   */
  static PromptScorer of(String model) {
    return switch (model) {
      case "linear" -> new PromptScorer(Complexity.shipped(), Optional.empty());
      case "embedding" -> {
        Embedder embedder = BgeSmallEmbedder.open();
        yield new PromptScorer(Complexity.shipped(embedder), Optional.of(embedder));
      }
      default -> ofFile(Path.of(model));
    };
  }

  private static PromptScorer ofFile(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!Complexity.needsEmbedding(bytes)) {
        return new PromptScorer(Complexity.read(bytes), Optional.empty());
      }
      Embedder embedder = BgeSmallEmbedder.open();
      return new PromptScorer(Complexity.read(bytes, embedder), Optional.of(embedder));
    } catch (IOException e) {
      throw new CallFailedException(
          "cannot read " + file + "; --model is linear, embedding or a model's file");
    } catch (IllegalArgumentException e) {
      throw new CallFailedException(file + ": " + e.getMessage());
    }
  }

  static Training.Learned learn(
      List<LabelledPrompt> rows, Training.Settings settings, Consumer<String> progress) {
    if (settings.kind() == Kind.LINEAR) {
      return Training.learn(rows, settings, Optional.empty(), progress);
    }
    try (Embedder embedder = BgeSmallEmbedder.open()) {
      return Training.learn(rows, settings, Optional.of(embedder), progress);
    }
  }

  String version() {
    return complexity.version();
  }

  /**
   * Row by row, so that a file of any length fits.
   *
   * @return rows written
   */
  long score(Path in, Path out, Consumer<String> progress) {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader("id", "p_weak_ok").setRecordSeparator('\n').get();
    long[] rows = {0};
    try (CSVPrinter printer = new CSVPrinter(Files.newBufferedWriter(out), format)) {
      PromptCsv.asked(
          in,
          asked -> {
            write(printer, asked.id(), complexity.weakOk(asked.prompt()), out);
            if (++rows[0] % REPORT_EVERY == 0) {
              progress.accept("scored " + rows[0] + " prompts");
            }
          });
    } catch (IOException e) {
      throw new CallFailedException("cannot write " + out + ": " + e.getMessage());
    }
    return rows[0];
  }

  private static void write(CSVPrinter printer, String id, double weakOk, Path out) {
    try {
      printer.printRecord(id, weakOk);
    } catch (IOException e) {
      throw new CallFailedException("cannot write " + out + ": " + e.getMessage());
    }
  }

  List<Evaluation.Line> measure(List<LabelledPrompt> rows, Consumer<String> progress) {
    double[] scores = new double[rows.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = complexity.weakOk(rows.get(i).prompt());
      if ((i + 1) % REPORT_EVERY == 0) {
        progress.accept("scored " + (i + 1) + " of " + scores.length + " prompts");
      }
    }
    return Evaluation.of(rows, scores, RESAMPLES, 1);
  }

  @Override
  public void close() {
    embedder.ifPresent(Embedder::close);
  }
}
