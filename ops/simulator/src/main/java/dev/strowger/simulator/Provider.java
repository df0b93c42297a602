package dev.strowger.simulator;

import dev.strowger.simulator.FateSequence.Lot;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** One simulated provider: what it is, how it behaves now, and what it has counted. */
final class Provider {
  private final String name;
  private final ProviderKind kind;
  private final AtomicReference<Behaviour> behaviour;
  private final FateSequence fates;
  private final Composer composer;
  private final Stats stats = new Stats();
  private final Clock clock;
  private volatile boolean down;

  Provider(SimulatorConfig.Line line, Behaviour behaviour, long seed, Clock clock) {
    this.name = line.name();
    this.kind = line.kind();
    this.behaviour = new AtomicReference<>(behaviour);
    this.fates = new FateSequence(seed);
    this.composer = new Composer(seed);
    this.clock = clock;
  }

  String name() {
    return name;
  }

  ProviderKind kind() {
    return kind;
  }

  Behaviour behaviour() {
    return behaviour.get();
  }

  void behave(UnaryOperator<Behaviour> change) {
    behaviour.updateAndGet(change);
  }

  void reseed(long seed) {
    fates.reseed(seed);
  }

  Stats stats() {
    return stats;
  }

  boolean down() {
    return down;
  }

  void down(boolean now) {
    down = now;
  }

  Lot draw() {
    return fates.next(behaviour.get());
  }

  Answer.Reply reply(Question question, Lot lot) {
    String id = String.format(java.util.Locale.ROOT, "sim%012x", lot.number());
    return new Answer.Reply(question, composer.compose(question), id, clock.instant());
  }
}
