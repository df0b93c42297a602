package dev.strowger.process;

import java.util.Optional;

/** A deployable for tests: fails, or runs until it is told to stop. */
final class SampleService {
  private SampleService() {}

  public static void main(String[] args) {
    ServiceProcess.withProbes("sample", 0)
        .run(
            settings -> {
              settings.integer("SAMPLE_SIZE", 1, 1, 9);
              settings.required("SAMPLE_NAME", "who it is");
              return settings.flag("SAMPLE_FAILS", false);
            },
            SampleService::start);
  }

  private static AutoCloseable start(boolean fails, Probes probes) {
    if (fails) {
      throw new IllegalStateException("the sample cannot start");
    }
    probes.health().check("sample", () -> Optional.of("never ready"));
    return () -> System.out.println("sample closed");
  }
}
