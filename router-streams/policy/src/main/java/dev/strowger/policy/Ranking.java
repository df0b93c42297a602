package dev.strowger.policy;

import dev.strowger.policy.Strategy.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Puts those of a group in the order in which they are tried. Between equals the order of the
 * manifest holds; those of weight 0 stand behind the others, whatever the strategy.
 */
final class Ranking {
  private final Strategy strategy;
  private final Figures figures;
  private final String seed;

  Ranking(Strategy strategy, CallFacts call) {
    this.strategy = strategy;
    this.figures = new Figures(call);
    this.seed = Seed.of(strategy.sticky(), call);
  }

  /**
   * A contender in its place.
   *
   * @param scores what the order went by
   */
  record Ranked(Contender contender, String reason, Map<String, Double> scores) {}

  /**
   * What the order goes by.
   *
   * @param rank the lower ones first, whatever the key
   * @param key the lower ones first
   * @param remark the reason; empty: that of the strategy
   */
  record Mark(int rank, double key, String remark, Map<String, Double> scores) {
    static Mark of(double key, Map<String, Double> scores) {
      return new Mark(0, key, "", scores);
    }
  }

  /** Its name in the manifest. */
  static String name(Strategy strategy) {
    return switch (strategy.order()) {
      case Order.Weighted() -> "weighted";
      case Order.Priority() -> "priority";
      case Order.Cheapest(var _) -> "cheapest";
      case Order.LowestLatency(var _) -> "lowest_latency";
      case Order.LeastBusy() -> "least_busy";
      case Order.Score(var _, var _, var _) -> "score";
      case Order.Adaptive(var _) -> "adaptive";
    };
  }

  /**
   * @param in those of the group that can be asked, in the order of the manifest
   */
  List<Ranked> rank(Lineup.Group group, List<Contender> in) {
    if (in.isEmpty()) {
      return List.of();
    }
    if (group.fixed().isPresent()) {
      return List.of(new Ranked(in.getFirst(), group.fixed().get(), Map.of()));
    }
    String salted = group.salt().isEmpty() ? seed : group.salt() + '\n' + seed;
    return switch (strategy.order()) {
      case Order.Weighted() -> weighted(group, in, salted);
      case Order.Priority() -> sort(group, in, "first", "next", c -> Mark.of(c.number(), Map.of()));
      case Order.Cheapest(double quality) ->
          sort(group, in, "cheapest", "next by cost", c -> Marks.cheapest(c, quality, figures));
      case Order.LowestLatency(var figure) ->
          sort(
              group,
              in,
              "lowest latency",
              "next by latency",
              c -> Marks.latency(c, figure, figures));
      case Order.LeastBusy() ->
          sort(group, in, "least busy", "next by load", c -> Marks.load(c, figures));
      case Order.Score score -> {
        Function<Contender, Mark> marks = new Scores(score, in, figures);
        yield sort(group, in, "best score", "next by score", marks);
      }
      case Order.Adaptive(double explore) -> {
        Function<Contender, Mark> marks = Marks.adaptive(in, explore, salted, figures);
        yield sort(group, in, "best guess", "next by guess", marks);
      }
    };
  }

  private List<Ranked> weighted(Lineup.Group group, List<Contender> in, String salted) {
    int drawn = strategy.sticky().isPresent() ? Choice.kept(in, salted) : Choice.of(in, salted);
    List<Contender> rest = new ArrayList<>(in);
    List<Ranked> ranked = new ArrayList<>(in.size());
    if (drawn >= 0) {
      rest.remove(drawn);
      ranked.add(new Ranked(in.get(drawn), group.title() + "weighted choice", Map.of()));
    }
    rest.sort(Comparator.comparingLong((Contender c) -> c.target().weight()).reversed());
    String reason = group.title() + "next by weight";
    rest.forEach(c -> ranked.add(new Ranked(c, reason, Map.of())));
    return ranked;
  }

  private static List<Ranked> sort(
      Lineup.Group group,
      List<Contender> in,
      String first,
      String next,
      Function<Contender, Mark> marks) {
    record Marked(Contender contender, Mark mark) {}
    List<Marked> marked = new ArrayList<>(in.size());
    in.forEach(c -> marked.add(new Marked(c, marks.apply(c))));
    marked.sort(
        Comparator.comparing((Marked m) -> m.contender().spare())
            .thenComparingInt(m -> m.mark().rank())
            .thenComparingDouble(m -> m.mark().key()));
    List<Ranked> ranked = new ArrayList<>(in.size());
    for (Marked one : marked) {
      String usual = ranked.isEmpty() ? first : next;
      String remark = one.mark().remark();
      ranked.add(
          new Ranked(
              one.contender(),
              group.title() + (remark.isEmpty() ? usual : remark),
              one.mark().scores()));
    }
    return ranked;
  }
}
