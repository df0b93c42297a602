package dev.strowger.simulator;

import dev.strowger.process.Settings;
import dev.strowger.simulator.Behaviour.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * @param lines the providers to play
 * @param controlPort of the control endpoint; 0 takes a free one
 * @param pace of all providers at first
 * @param seed of all that looks random
 * @param eventLoops threads that serve
 */
public record SimulatorConfig(
    List<Line> lines, int controlPort, Pace pace, long seed, int eventLoops) {
  static final String USUAL_LINES =
      "openai:18091,anthropic:18092,ollama:18093,azure-openai:18094,bedrock-converse:18095,"
          + "gemini:18096,vertex:18097,cohere-v2:18098,mistral:18099";
  private static final int HIGHEST_PORT = 65_535;

  /**
   * One provider.
   *
   * @param name unique, for control and logs
   * @param kind whose API it speaks
   * @param port on loopback; 0 takes a free one
   */
  public record Line(String name, ProviderKind kind, int port) {}

  public SimulatorConfig {
    lines = List.copyOf(lines);
    if (lines.stream().map(Line::name).distinct().count() != lines.size()) {
      throw new IllegalArgumentException("lines: names must be unique");
    }
    if (eventLoops < 1) {
      throw new IllegalArgumentException("eventLoops must be at least 1");
    }
  }

  /** One of each kind on free ports, named as its kind and answering at once. */
  public static SimulatorConfig onFreePorts() {
    return new SimulatorConfig(
        Arrays.stream(ProviderKind.values()).map(kind -> new Line(kind.label(), kind, 0)).toList(),
        0,
        new Pace(Duration.ZERO, Duration.ZERO, 0),
        1,
        2);
  }

  public static SimulatorConfig from(Settings settings) {
    return new SimulatorConfig(
        lines(settings),
        settings.integer("STROWGER_SIMULATOR_CONTROL_PORT", 18_090, 0, HIGHEST_PORT),
        new Pace(
            settings.duration("STROWGER_SIMULATOR_TTFT", Duration.ofMillis(50)),
            settings.duration("STROWGER_SIMULATOR_TTFT_JITTER", Duration.ZERO),
            settings.integer("STROWGER_SIMULATOR_TOKENS_PER_SECOND", 200, 0, 1_000_000)),
        settings.integer("STROWGER_SIMULATOR_SEED", 1, 0, Integer.MAX_VALUE),
        settings.integer("STROWGER_SIMULATOR_EVENT_LOOPS", 2, 1, 64));
  }

  private static List<Line> lines(Settings settings) {
    String text = settings.string("STROWGER_SIMULATOR_PROVIDERS", USUAL_LINES);
    List<Line> lines = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      try {
        Line line = line(item.strip());
        if (lines.stream().anyMatch(other -> other.name().equals(line.name()))) {
          throw new IllegalArgumentException("a name stands twice");
        }
        lines.add(line);
      } catch (IllegalArgumentException e) {
        settings.problem(
            "STROWGER_SIMULATOR_PROVIDERS="
                + text
                + ": '"
                + item.strip()
                + "' is not name:port or name=kind:port with a name of its own, kind one of "
                + ProviderKind.labels()
                + ", and port from 0 to 65535");
      }
    }
    return lines;
  }

  private static Line line(String item) {
    String[] nameAndPort = item.split(":", -1);
    String[] nameAndKind = nameAndPort[0].split("=", -1);
    int port = nameAndPort.length == 2 ? Integer.parseInt(nameAndPort[1]) : -1;
    if (port < 0 || port > HIGHEST_PORT || nameAndKind.length > 2 || nameAndKind[0].isEmpty()) {
      throw new IllegalArgumentException(item);
    }
    String kind = nameAndKind[nameAndKind.length - 1];
    return new Line(nameAndKind[0], ProviderKind.of(kind), port);
  }
}
