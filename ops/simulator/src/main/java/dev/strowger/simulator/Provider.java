package dev.strowger.simulator;

import dev.strowger.simulator.FateSequence.Lot;
import dev.strowger.simulator.answer.Answer;
import dev.strowger.simulator.answer.Composer;
import dev.strowger.simulator.answer.Question;
import java.time.Clock;
import java.util.Locale;
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
  private final Ledger ledger = new Ledger();
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

  Ledger ledger() {
    return ledger;
  }

  long nowMs() {
    return clock.millis();
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
    String id = String.format(Locale.ROOT, "sim%012x", lot.number());
    Answer answer =
        lot.fate() instanceof Fate.Filters ? Composer.filtered() : composer.compose(question);
    return new Answer.Reply(plain(question, answer), answer, id, clock.instant());
  }

  /** What is filtered is a text, even if a tool call was asked for. */
  private static Question plain(Question asked, Answer answer) {
    return answer.finish() != Answer.Finish.FILTERED
        ? asked
        : new Question(
            asked.model(),
            asked.prompt(),
            asked.limits(),
            asked.delivery(),
            new Question.Wanted.Text());
  }
}
