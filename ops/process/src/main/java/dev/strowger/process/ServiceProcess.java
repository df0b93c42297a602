package dev.strowger.process;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JVM that runs one deployable and nothing else. Ends with 0 after a signal, with 2 if its
 * settings cannot be used (every problem is on the standard error stream), with 1 if it cannot
 * start.
 *
 * @param probesPort default port of its {@link ProbeServer}; empty if the deployable serves health
 *     and metrics at a door of its own
 */
public record ServiceProcess(String name, OptionalInt probesPort) {
  private static final Logger log = LoggerFactory.getLogger(ServiceProcess.class);
  private static final String CHECK = "process";

  /** Starts a deployable, which is closed when the process ends. */
  @FunctionalInterface
  public interface Start<C> {
    AutoCloseable start(C config, Probes probes) throws Exception;
  }

  /** A deployable that answers health and metrics itself. */
  public static ServiceProcess withDoor(String name) {
    return new ServiceProcess(name, OptionalInt.empty());
  }

  /** A deployable without an HTTP door. */
  public static ServiceProcess withProbes(String name, int port) {
    return new ServiceProcess(name, OptionalInt.of(port));
  }

  /**
   * Runs until SIGTERM or SIGINT. Not ready before the deployable has started and from the moment
   * the process is told to stop.
   */
  public <C> void run(Function<Settings, C> reading, Start<C> start) {
    Settings settings = new Settings(System.getenv());
    try (Lifetime parts = new Lifetime()) {
      Optional<ProbeServer.Address> address =
          probesPort.stream()
              .mapToObj(port -> ProbeServer.Address.from(settings, port))
              .findFirst();
      C config = settings.orThrow(reading.apply(settings));
      Probes probes = parts.add("probes", new Probes());
      Health health = probes.health();
      health.check(CHECK, () -> Optional.of("starting"));
      if (address.isPresent()) {
        parts.add("probe-server", ProbeServer.start(address.get(), probes));
      }
      parts.add(name, start.start(config, probes));
      health.remove(CHECK);
      parts.add("readiness", () -> health.check(CHECK, () -> Optional.of("shutting down")));
      parts.awaitShutdown();
    } catch (SettingsException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (Exception e) {
      log.atError().addKeyValue("process", name).setCause(e).log("not started");
      System.exit(1);
    }
  }
}
