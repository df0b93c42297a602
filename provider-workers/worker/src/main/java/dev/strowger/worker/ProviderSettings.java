package dev.strowger.worker;

import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderCatalogue;
import dev.strowger.process.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads which providers are served, where they are and with which key, from the environment. */
final class ProviderSettings {
  private static final Path DEFAULT_FILE = Path.of("compose/config/providers.yaml");

  private final Settings settings;
  private final Map<String, Provider> catalogue;

  ProviderSettings(Settings settings) {
    this.settings = settings;
    this.catalogue = catalogue(settings);
  }

  /** The providers of this process's pools, in the order of the catalogue. */
  List<ProviderAccess> read() {
    boolean simulate = simulate();
    Map<String, URI> simulators = simulators();
    List<ProviderAccess> served = new ArrayList<>();
    for (Provider provider : served()) {
      access(provider, simulate, simulators).ifPresent(served::add);
    }
    return List.copyOf(served);
  }

  /** Every provider's name: a step may advance to a pool that runs elsewhere. */
  List<String> names() {
    return List.copyOf(catalogue.keySet());
  }

  private static Map<String, Provider> catalogue(Settings settings) {
    Path file = settings.path("STROWGER_PROVIDERS", DEFAULT_FILE);
    try {
      return switch (ProviderCatalogue.read(file.toString(), Files.readString(file))) {
        case ProviderCatalogue.Reading.Accepted(var providers) -> {
          if (providers.containsKey(CacheStep.NAME)) {
            settings.problem(
                "STROWGER_PROVIDERS=" + file + ": no provider can be named " + CacheStep.NAME);
          }
          yield providers;
        }
        case ProviderCatalogue.Reading.Rejected(var problems) -> {
          problems.forEach(p -> settings.problem(p.toString()));
          yield Map.of();
        }
      };
    } catch (IOException e) {
      settings.problem("STROWGER_PROVIDERS=" + file + ": the file cannot be read");
      return Map.of();
    }
  }

  private List<Provider> served() {
    Optional<String> pools = settings.optional("STROWGER_POOLS");
    if (pools.isEmpty()) {
      return List.copyOf(catalogue.values());
    }
    List<Provider> served = new ArrayList<>();
    for (String name : list(pools.get())) {
      Provider provider = catalogue.get(name);
      if (provider != null) {
        served.add(provider);
      } else if (!catalogue.isEmpty()) {
        settings.problem(
            "STROWGER_POOLS: no provider is named "
                + name
                + "; there are "
                + String.join(", ", catalogue.keySet()));
      }
    }
    return served;
  }

  private boolean simulate() {
    String mode = settings.string("STROWGER_SIMULATE", "never");
    return switch (mode) {
      case "never" -> false;
      case "missing-keys" -> true;
      default -> {
        settings.problem("STROWGER_SIMULATE=" + mode + ": expected never or missing-keys");
        yield false;
      }
    };
  }

  private Map<String, URI> simulators() {
    Map<String, URI> simulators = new HashMap<>();
    for (String entry : list(settings.string("STROWGER_SIMULATORS", ""))) {
      int at = entry.indexOf('=');
      Optional<URI> uri = at < 1 ? Optional.empty() : httpUri(entry.substring(at + 1));
      if (uri.isPresent()) {
        simulators.put(entry.substring(0, at), uri.get());
      } else {
        settings.problem(
            "STROWGER_SIMULATORS: expected provider=URL pairs with commas between, found " + entry);
      }
    }
    return simulators;
  }

  private Optional<ProviderAccess> access(
      Provider provider, boolean simulate, Map<String, URI> simulators) {
    Optional<URI> override = override(provider);
    return switch (new ProviderSecrets(settings).read(provider)) {
      case ProviderSecrets.Reading.Found(Secret secret) -> {
        boolean nothingSet =
            secret instanceof Secret.None
                && provider.baseUrlEnv().isPresent()
                && override.isEmpty();
        yield simulate && nothingSet
            ? simulated(provider, simulators)
            : real(override.map(provider::at).orElse(provider), secret);
      }
      case ProviderSecrets.Reading.NotSet(String problem) -> {
        if (simulate) {
          yield simulated(provider, simulators);
        }
        settings.problem(problem);
        yield Optional.empty();
      }
      case ProviderSecrets.Reading.Unusable() -> Optional.empty();
    };
  }

  private Optional<ProviderAccess> real(Provider provider, Secret secret) {
    Reach reach = Reach.from(settings, provider.name());
    Optional<String> objection = reach.objectionToLiteral(provider.baseUrl());
    objection.ifPresent(why -> settings.problem("provider " + provider.name() + ": " + why));
    return objection.isPresent()
        ? Optional.empty()
        : Optional.of(new ProviderAccess(provider, secret, false, reach));
  }

  private Optional<ProviderAccess> simulated(Provider provider, Map<String, URI> simulators) {
    URI simulator = simulators.get(provider.name());
    if (simulator == null) {
      settings.problem(
          "STROWGER_SIMULATORS names no simulator for provider "
              + provider.name()
              + ", for which nothing else is set");
      return Optional.empty();
    }
    return Optional.of(new ProviderAccess(provider.at(simulator), new Secret.None(), true));
  }

  private Optional<URI> override(Provider provider) {
    Optional<String> text = provider.baseUrlEnv().flatMap(settings::optional);
    Optional<URI> uri = text.flatMap(ProviderSettings::httpUri);
    if (text.isPresent() && uri.isEmpty()) {
      settings.problem(provider.baseUrlEnv().get() + ": expected an http or https URL");
    }
    return uri;
  }

  private static Optional<URI> httpUri(String text) {
    try {
      URI uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
