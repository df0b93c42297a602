package dev.strowger.training;

import dev.strowger.features.ComplexityFile;
import dev.strowger.features.ComplexityKernel;
import dev.strowger.features.ComplexityModel;
import dev.strowger.features.ComplexityModel.Curve;
import dev.strowger.features.ComplexityModel.Input;
import dev.strowger.features.ComplexityModel.Kernel;
import dev.strowger.features.ComplexityModel.Kind;
import dev.strowger.features.ComplexityModel.View;
import dev.strowger.features.Embedder;
import dev.strowger.features.NGrams;
import dev.strowger.features.TraitScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Learns a complexity model. Every part learns how much more often the strong model is right (1, 0
 * or -1 for a prompt), for that is what the order of calls is worth; the mixture is then brought to
 * a probability by scores of prompts the parts had not learned from. The same rows, settings and
 * embedder give the same bytes.
 */
public final class Training {
  static final int FOLDS = 5;

  private static final int BITS = 18;
  private static final double GRAM_PENALTY = 4;
  private static final double KERNEL_PENALTY = 4;
  private static final int BAGS = 3;
  private static final float SPREAD = 0.15f;
  private static final float[] NOTHING = {};

  /** A kernel's settings, and its weight in the mixture. */
  private record Plan(Input input, int centres, float gamma, float weight) {}

  private static final float[] LINEAR_MIX = {0.25f, 0.5f};
  private static final List<Plan> LINEAR = List.of(new Plan(Input.TRAITS, 384, 0.5f, 0.25f));
  private static final float[] EMBEDDING_MIX = {1 / 6f, 2 / 6f};
  private static final List<Plan> EMBEDDING =
      List.of(
          new Plan(Input.EMBEDDING, 768, 2, 2 / 6f),
          new Plan(Input.TRAITS_AND_EMBEDDING, 768, 0.5f, 1 / 6f));

  public record Settings(Kind kind, long seed) {}

  /**
   * @param outOfFold for each row what a model says that had not learned from it
   */
  public record Learned(byte[] model, double[] outOfFold) {}

  private final List<LabelledPrompt> rows;
  private final Settings settings;
  private final Consumer<String> progress;
  private final double[] gains;
  private final List<View> views;
  private final TraitScale scale;
  private final byte[] rarity;
  private final List<Plan> plans;
  private final List<KernelRidge> ridges = new ArrayList<>();

  private Training(
      List<LabelledPrompt> rows,
      Settings settings,
      Optional<Embedder> embedder,
      Consumer<String> progress) {
    this.rows = rows;
    this.settings = settings;
    this.progress = progress;
    this.plans = settings.kind() == Kind.LINEAR ? LINEAR : EMBEDDING;
    this.gains = rows.stream().mapToDouble(LabelledPrompt::gain).toArray();
    this.rarity = NGrams.rarity(rows.stream().map(LabelledPrompt::prompt).toList(), BITS);
    this.views = views(embedder);
    this.scale = scale();
    for (Plan plan : plans) {
      progress.accept("finding " + plan.centres() + " centres of " + plan.input());
      float[][] inputs =
          views.stream().map(view -> view.input(plan.input(), scale)).toArray(float[][]::new);
      ridges.add(
          KernelRidge.over(inputs, plan.centres(), plan.gamma(), new Random(settings.seed())));
    }
  }

  /**
   * @param embedder needed for {@link Kind#EMBEDDING} only
   * @param progress is told what is being done
   */
  public static Learned learn(
      List<LabelledPrompt> rows,
      Settings settings,
      Optional<Embedder> embedder,
      Consumer<String> progress) {
    if (rows.size() < 10 * FOLDS) {
      throw new IllegalArgumentException("at least " + 10 * FOLDS + " rows are needed");
    }
    return new Training(rows, settings, embedder, progress).learn();
  }

  private Learned learn() {
    double[] outOfFold = new double[rows.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      progress.accept("learning without part " + (fold + 1) + " of " + FOLDS);
      int left = fold;
      int[] test = chosen(i -> rows.get(i).fold(FOLDS) == left);
      if (test.length > 0) {
        ComplexityModel model = fit(chosen(i -> rows.get(i).fold(FOLDS) != left), new Curve(1, 0));
        for (int row : test) {
          outOfFold[row] = model.mixture(views.get(row));
        }
      }
    }
    Curve curve =
        Platt.fit(
            Arrays.stream(outOfFold).boxed().toList(),
            rows.stream().map(LabelledPrompt::weakWillDo).toList());
    progress.accept("learning from all " + rows.size() + " rows");
    ComplexityModel model = fit(chosen(i -> true), curve);
    double[] scores = Arrays.stream(outOfFold).map(mixture -> -mixture).toArray();
    return new Learned(ComplexityFile.write(model), scores);
  }

  private int[] chosen(IntPredicate condition) {
    return IntStream.range(0, rows.size()).filter(condition).toArray();
  }

  private ComplexityModel fit(int[] chosen, Curve curve) {
    List<View> seen = Arrays.stream(chosen).mapToObj(views::get).toList();
    double[] targets = Arrays.stream(chosen).mapToDouble(i -> gains[i]).toArray();
    float[] mix =
        Arrays.copyOf(
            settings.kind() == Kind.LINEAR ? LINEAR_MIX : EMBEDDING_MIX, 2 + plans.size());
    List<Kernel> kernels = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      ComplexityKernel kernel = ridges.get(i).fit(chosen, gains, KERNEL_PENALTY);
      kernels.add(new Kernel(plans.get(i).input(), kernel));
      mix[2 + i] = plans.get(i).weight();
    }
    return new ComplexityModel(
        settings.kind(),
        rows.size() + " rows, seed " + settings.seed(),
        GramRidge.fit(seen.stream().map(View::grams).toList(), targets, rarity, GRAM_PENALTY),
        TreeBoost.fit(
            TreeBoost.Settings.USUAL,
            BAGS,
            seen.stream().map(View::traits).toArray(float[][]::new),
            targets,
            new Random(settings.seed())),
        scale,
        kernels,
        mix,
        curve);
  }

  private List<View> views(Optional<Embedder> embedder) {
    List<View> found = new ArrayList<>();
    for (LabelledPrompt row : rows) {
      float[] embedding =
          settings.kind() == Kind.LINEAR ? NOTHING : embedder.orElseThrow().embed(row.prompt());
      found.add(View.of(row.prompt(), rarity, embedding));
      if (found.size() % 1000 == 0) {
        progress.accept("read " + found.size() + " of " + rows.size() + " prompts");
      }
    }
    return found;
  }

  private TraitScale scale() {
    int width = views.getFirst().traits().length;
    float[] means = new float[width];
    float[] deviations = new float[width];
    for (int trait = 0; trait < width; trait++) {
      int at = trait;
      double mean = views.stream().mapToDouble(v -> v.traits()[at]).average().orElse(0);
      double square =
          views.stream().mapToDouble(v -> Math.pow(v.traits()[at] - mean, 2)).average().orElse(0);
      means[trait] = (float) mean;
      deviations[trait] = (float) (Math.sqrt(square) + 1e-6);
    }
    return new TraitScale(means, deviations, SPREAD);
  }
}
