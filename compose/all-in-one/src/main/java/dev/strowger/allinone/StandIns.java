package dev.strowger.allinone;

import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A simulator for each provider of the catalogue, in the provider's own dialect. */
final class StandIns {
  private StandIns() {}

  /**
   * As {@code STROWGER_SIMULATOR_PROVIDERS} has it; of a catalogue with errors none, as the worker
   * will report them.
   *
   * @param catalogue providers.yaml
   */
  static String of(Path catalogue) throws IOException {
    return switch (ProviderCatalogue.read(catalogue.toString(), Files.readString(catalogue))) {
      case ProviderCatalogue.Reading.Accepted(var providers) ->
          providers.values().stream()
              .map(provider -> provider.name() + "=" + kind(provider) + ":0")
              .collect(Collectors.joining(","));
      case ProviderCatalogue.Reading.Rejected _ -> "openai:0";
    };
  }

  /** Claude on Vertex speaks Anthropic's messages under Vertex's paths. */
  private static String kind(Provider provider) {
    boolean atVertex = provider.option("platform").filter("vertex"::equals).isPresent();
    return (atVertex ? Family.VERTEX : provider.dialect()).label();
  }
}
