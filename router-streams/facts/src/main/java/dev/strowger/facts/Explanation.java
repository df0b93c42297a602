package dev.strowger.facts;

import dev.strowger.policy.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A decision in one line of printable ASCII, as it may stand in an HTTP header. */
public final class Explanation {
  /** The rest of a longer one is cut off. */
  public static final int MAX_CHARS = 512;

  private static final String CUT = "...";

  private Explanation() {}

  public static String of(Decision decision) {
    List<String> parts = new ArrayList<>();
    switch (decision) {
      case Decision.Planned planned -> planned(planned, parts);
      case Decision.Refused refused -> parts.add("refused=" + refused.code());
    }
    long excluded = decision.candidates().stream().filter(c -> c.position() < 0).count();
    if (excluded > 0) {
      parts.add("excluded=" + excluded);
    }
    if (!decision.rules().isEmpty()) {
      parts.add("rules=" + String.join(",", decision.rules()));
    }
    return ascii(String.join("; ", parts));
  }

  private static void planned(Decision.Planned planned, List<String> parts) {
    parts.add("route=" + planned.route());
    parts.add("strategy=" + planned.terms().strategy());
    chosen(planned)
        .ifPresent(
            s -> parts.add("target=" + s.provider() + "/" + s.model() + " (" + s.reason() + ")"));
    planned
        .terms()
        .arm()
        .ifPresent(
            arm -> parts.add("experiment=" + arm.experiment() + "/" + PlanOf.arm(planned.terms())));
  }

  private static Optional<Decision.Step> chosen(Decision.Planned planned) {
    return planned.steps().stream().findFirst();
  }

  private static String ascii(String text) {
    String printable =
        text.codePoints()
            .mapToObj(c -> c >= ' ' && c < 0x7f ? Character.toString(c) : "?")
            .collect(Collectors.joining());
    return printable.length() <= MAX_CHARS
        ? printable
        : printable.substring(0, MAX_CHARS - CUT.length()) + CUT;
  }
}
