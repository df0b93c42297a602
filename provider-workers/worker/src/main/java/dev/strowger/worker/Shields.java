package dev.strowger.worker;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.review.AskedFormat;
import dev.strowger.features.Detectors;
import dev.strowger.features.Detectors.BuiltIn;
import dev.strowger.guardrails.BodyTexts;
import dev.strowger.guardrails.Redactor;
import dev.strowger.guardrails.Screen;
import dev.strowger.guardrails.ScreenedText;
import dev.strowger.records.BlockedPattern;
import dev.strowger.records.Guardrails;
import dev.strowger.records.Plan;
import dev.strowger.records.Redaction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes shields of what plans demand. The same request and plan make the same shield, in whatever
 * pool. For many threads.
 */
final class Shields {
  /** Compiled terms that are remembered, of each kind; a policy seldom has more. */
  private static final int MAX_REMEMBERED = 128;

  private final ClientCalls calls;
  private final Map<Redaction, Detectors> detectors = remembering();
  private final Map<List<BlockedPattern>, Screen> screens = remembering();

  Shields(ClientCalls calls) {
    this.calls = calls;
  }

  /**
   * @throws IllegalArgumentException if what the plan demands cannot be done
   */
  Shield of(Delivery delivery) {
    Plan plan = delivery.routed().getPlan();
    Redaction redaction = plan.getRedaction();
    Guardrails rails = plan.getGuardrails();
    if (redaction == null && rails == null) {
      return Shield.NONE;
    }
    byte[] body = calls.plain(delivery);
    String terms = redaction + "\n" + rails;
    Optional<BodyTexts> read = BodyTexts.read(body);
    if (read.isEmpty()) {
      String message = "The body is not one JSON object, so that it cannot be looked at.";
      return new Shield(
          new Shield.Input(Optional.empty(), Optional.of(message), List.of(), terms),
          Shield.Output.NOTHING);
    }
    PromptCheck check =
        rails == null
            ? PromptCheck.nothing()
            : PromptCheck.of(delivery.request(), rails, screen(rails.getInput()), read.get());
    Redactor redactor =
        redaction == null || check.refusal().isPresent()
            ? null
            : new Redactor(cached(detectors, redaction, Shields::detectors));
    Optional<byte[]> hidden = redactor == null ? Optional.empty() : hidden(redactor, read.get());
    Api api = Api.of(delivery.request().getApi()).orElse(Api.CHAT_COMPLETIONS);
    // What another provider has said is hidden from the one that goes on with it, too.
    boolean resumed = delivery.request().getStream();
    boolean mask = rails != null && rails.getOutputAction().equals("mask");
    return new Shield(
        new Shield.Input(hidden, check.refusal(), check.findings(), terms),
        new Shield.Output(
            redactor,
            redaction != null && redaction.getRestore() && (hidden.isPresent() || resumed),
            !(AskedFormat.of(api, body) instanceof AskedFormat.Text),
            screen(rails == null ? List.of() : rails.getOutput()),
            mask ? ScreenedText.Action.MASK : ScreenedText.Action.BLOCK));
  }

  /** Empty if there is nothing to be taken out. */
  private static Optional<byte[]> hidden(Redactor redactor, BodyTexts texts) {
    texts.visit(
        (source, text) -> {
          redactor.learn(text);
          return text;
        });
    byte[] hidden = texts.visit((source, text) -> redactor.hide(text));
    return redactor.texts().isEmpty() ? Optional.empty() : Optional.of(hidden);
  }

  private Screen screen(List<BlockedPattern> patterns) {
    return cached(
        screens,
        patterns,
        all ->
            Screen.of(
                all.stream()
                    .map(one -> new Screen.Blocked(one.getName(), one.getPattern()))
                    .toList()));
  }

  static Detectors detectors(Redaction redaction) {
    return Detectors.of(
        Arrays.stream(BuiltIn.values())
            .filter(one -> redaction.getDetectors().contains(one.code()))
            .toList(),
        redaction.getCustom().stream()
            .map(one -> new Detectors.Custom(one.getName(), one.getPattern()))
            .toList());
  }

  private static <K, V> V cached(Map<K, V> remembered, K key, Function<K, V> make) {
    synchronized (remembered) {
      return remembered.computeIfAbsent(key, make);
    }
  }

  private static <K, V> Map<K, V> remembering() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MAX_REMEMBERED;
      }
    };
  }
}
