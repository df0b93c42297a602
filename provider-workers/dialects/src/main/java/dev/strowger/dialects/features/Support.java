package dev.strowger.dialects.features;

import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Provider;
import java.util.List;
import java.util.Map;

/** What becomes of a feature at a provider. */
public sealed interface Support {
  /** It reaches the provider. */
  record Full() implements Support {}

  /** It is answered by the gateway itself. */
  record Local() implements Support {}

  /** It changes cost or speed only, and is left out with a word. */
  record Hint(List<String> params) implements Support {}

  /** Left out with a word for lenient callers; else the provider is passed over. */
  record Droppable(List<String> params) implements Support {}

  /** The provider is passed over. */
  record Refused(String why) implements Support {}

  /** Asks the provider's dialect. */
  static Support of(Feature feature, Provider provider) {
    return switch (encode(feature, provider, false)) {
      case Dialect.Encoding.Sendable(var request, var dropped) ->
          dropped.isEmpty() ? new Full() : new Hint(dropped);
      case Dialect.Encoding.Known _ -> new Local();
      case Dialect.Encoding.Unsendable(Fault fault) -> lenient(feature, provider, fault);
    };
  }

  private static Support lenient(Feature feature, Provider provider, Fault fault) {
    return encode(feature, provider, true)
            instanceof Dialect.Encoding.Sendable(var request, var dropped)
        ? new Droppable(dropped)
        : new Refused(fault.message());
  }

  private static Dialect.Encoding encode(Feature feature, Provider provider, boolean lenient) {
    Dialect.Call call =
        new Dialect.Call(
            feature.api(),
            "req_0",
            0,
            "m",
            "m",
            feature.stream(),
            feature.stream(),
            lenient,
            Map.of(),
            feature.bytes());
    return Dialects.of(provider.dialect()).encode(call, provider);
  }
}
