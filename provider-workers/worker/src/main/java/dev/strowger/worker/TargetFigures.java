package dev.strowger.worker;

import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.records.PlanStep;
import dev.strowger.records.TargetStats;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the targets did lately that this process calls. Thread-safe. */
final class TargetFigures {
  /** Targets remembered; the one that was not used for longest is forgotten. */
  static final int MAX_TARGETS = 1_000;

  private final TimeSource time;
  private final String instance;
  private final Map<Target, TargetWindow> targets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param instance this process
   */
  TargetFigures(TimeSource time, String instance) {
    this.time = time;
    this.instance = instance;
  }

  private record Target(String provider, String model) {
    static Target of(PlanStep step) {
      return new Target(step.getProvider(), step.getModel());
    }
  }

  synchronized void began(PlanStep step) {
    window(step).began();
  }

  /** A call that ended in a fault of ours. */
  synchronized void left(PlanStep step) {
    window(step).left();
  }

  synchronized void ended(Attempted attempted) {
    TargetWindow window = window(attempted.delivery().step());
    window.left();
    switch (attempted.outcome()) {
      case CallOutcome.Answered _,
          CallOutcome.Streamed _,
          CallOutcome.Held _,
          CallOutcome.Candidate _,
          CallOutcome.Aside _ ->
          window.answered(
              new TargetWindow.Answered(
                  attempted.watch().latencyUs(),
                  attempted.watch().firstTokenUs(),
                  attempted.outcome().usage().output()));
      case CallOutcome.Faulted(Fault fault, var _) -> failed(window, fault);
      case CallOutcome.BrokeOff(Fault fault, var _) -> failed(window, fault);
      case CallOutcome.Interrupted(Fault fault, var _, var _) -> failed(window, fault);
      case CallOutcome.WayRefused _,
          CallOutcome.ClientGone _,
          CallOutcome.AnsweredElsewhere _,
          CallOutcome.NotCalled _ -> {
        // Says nothing about the target.
      }
    }
  }

  private static void failed(TargetWindow window, Fault fault) {
    if (!Failures.clients(fault.kind()) && fault.kind() != FailureKind.CANCELLED) {
      window.failed();
    }
  }

  /** A whole answer of the target was not good enough. */
  synchronized void notAccepted(PlanStep step) {
    window(step).notAccepted();
  }

  private TargetWindow window(PlanStep step) {
    Target target = Target.of(step);
    TargetWindow window = targets.get(target);
    if (window == null) {
      window = new TargetWindow(time.ticks());
      targets.put(target, window);
      if (targets.size() > MAX_TARGETS) {
        targets.remove(targets.keySet().iterator().next());
      }
    }
    window.moveTo(time.ticks());
    return window;
  }

  /** Of all targets with calls in the window, and once more of each that has none any more. */
  synchronized List<TargetStats> told() {
    List<TargetStats> told = new ArrayList<>();
    Iterator<Map.Entry<Target, TargetWindow>> all = targets.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Target, TargetWindow> one = all.next();
      one.getValue().moveTo(time.ticks());
      told.add(stats(one.getKey(), one.getValue()));
      if (one.getValue().idle()) {
        all.remove();
      }
    }
    return told;
  }

  private TargetStats stats(Target target, TargetWindow window) {
    return TargetStats.newBuilder()
        .setProvider(target.provider())
        .setModel(target.model())
        .setInstance(instance)
        .setAt(time.now())
        .setWindowMs((int) TargetWindow.LENGTH.toMillis())
        .setCalls(window.calls())
        .setFailures(window.failures())
        .setNotAccepted(window.notAcceptedCount())
        .setInFlight(window.inFlight())
        .setLatencyMs(window.latencyMs())
        .setFirstTokenMs(window.firstTokenMs())
        .setP95Ms(window.p95Ms())
        .setOutputTokensPerSecond(window.tokensPerSecond())
        .build();
  }
}
