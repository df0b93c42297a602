package dev.strowger.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Which requests a rule is for: those that fit every condition it has.
 *
 * @param models empty: any
 * @param who who asks
 * @param asked what the request itself says
 * @param prompt what its words say
 * @param hours when
 */
record Match(
    List<ModelPattern> models, Who who, Asked asked, Prompt prompt, Optional<Hours> hours) {
  static final Match ALL = new Match(List.of(), Who.ANY, Asked.ANY, Prompt.ANY, Optional.empty());

  Match {
    models = List.copyOf(models);
  }

  static Match model(ModelPattern pattern) {
    return new Match(List.of(pattern), Who.ANY, Asked.ANY, Prompt.ANY, Optional.empty());
  }

  /**
   * @param tags by key; the request must have all of the keys, each with a value that is meant
   */
  record Who(Names tenants, Names teams, Names credentials, Map<String, Names> tags) {
    static final Who ANY = new Who(Names.ANY, Names.ANY, Names.ANY, Map.of());

    Who {
      tags = Map.copyOf(tags);
    }
  }

  /**
   * @param headers by name in lower case, as tags
   * @param operations OpenTelemetry GenAI operation names; empty: any
   * @param capabilities what the request needs; all of these
   * @param promptTokens estimate of its input
   */
  record Asked(
      Map<String, Names> headers,
      Set<String> operations,
      Set<String> capabilities,
      Tokens promptTokens,
      Optional<Boolean> stream) {
    static final Asked ANY = new Asked(Map.of(), Set.of(), Set.of(), Tokens.ANY, Optional.empty());

    Asked {
      headers = Map.copyOf(headers);
      operations = Set.copyOf(operations);
      capabilities = Set.copyOf(capabilities);
    }
  }

  /**
   * @param intents one of these, each with at least the given probability; empty: any
   * @param languages ISO 639-1; empty: any
   * @param dataClasses at least one of these, declared or detected, in lower case; empty: any
   */
  record Prompt(
      Map<String, Double> intents,
      Set<String> languages,
      Set<String> dataClasses,
      Span complexity) {
    static final Prompt ANY = new Prompt(Map.of(), Set.of(), Set.of(), Span.ANY);

    Prompt {
      intents = Map.copyOf(intents);
      languages = Set.copyOf(languages);
      dataClasses = Texts.lowerCase(dataClasses);
    }
  }

  /** From (inclusive) to below (exclusive); what is unknown fits only a span without bounds. */
  record Span(OptionalDouble from, OptionalDouble below) {
    static final Span ANY = new Span(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /** From (inclusive) to below (exclusive). */
  record Tokens(OptionalLong from, OptionalLong below) {
    static final Tokens ANY = new Tokens(OptionalLong.empty(), OptionalLong.empty());
  }
}
