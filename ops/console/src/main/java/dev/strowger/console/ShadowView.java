package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.console.replay.DecisionLog;
import dev.strowger.console.shadow.AnswerLog;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.review.GivenAnswer;
import dev.strowger.records.BodyEncoding;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.ResponseRecord;
import dev.strowger.records.ShadowResult;
import dev.strowger.records.Terminal;
import dev.strowger.sealing.SealedException;
import dev.strowger.sealing.Sealing;
import dev.strowger.topics.Body;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The answers to one request side by side. For the operator who asks, and for nobody's log. */
final class ShadowView {
  private final Optional<Api> api;
  private final String tenant;
  private final Reading reading;

  /**
   * How bodies are read.
   *
   * @param maxBodyBytes of one, unpacked
   */
  record Reading(Sealing sealing, int maxBodyBytes) {}

  private ShadowView(Optional<Api> api, String tenant, Reading reading) {
    this.api = api;
    this.tenant = tenant;
    this.reading = reading;
  }

  static Map<String, Object> of(
      DecisionLog.Story story,
      Optional<ResponseRecord> kept,
      AnswerLog.Results results,
      Reading reading) {
    DecisionRecord decision = story.decision();
    ShadowView view = new ShadowView(Api.of(decision.getApi()), decision.getTenant(), reading);
    Map<String, Object> primary = outcome(story);
    primary.put("kept", kept.isPresent());
    primary.put("why", kept.isPresent() ? null : whyNot(decision));
    kept.ifPresent(
        answer ->
            primary.putAll(
                view.answer(
                    answer.getResponseEncoding(), answer.getResponse(), answer.getEvents())));
    return ordered(
        "requestId", decision.getRequestId(),
        "at", decision.getAt().toString(),
        "tenant", decision.getTenant(),
        "model", decision.getRequestedModel(),
        "route", decision.getRoute(),
        "primary", primary,
        "shadows", results.last().stream().map(view::shadow).toList(),
        "whole", results.whole());
  }

  private static String whyNot(DecisionRecord decision) {
    return decision.getShadows().isEmpty()
        ? "its plan had no shadow, so the answer was not kept"
        : "there was no answer, or its time in the log is over";
  }

  private static Map<String, Object> outcome(DecisionLog.Story story) {
    if (story.end().isEmpty() || !(story.end().get().getDetail() instanceof Terminal end)) {
      return ordered("outcome", null);
    }
    return ordered(
        "outcome", end.getOutcome().name(),
        "provider", end.getProvider(),
        "model", end.getModel(),
        "latencyMs", end.getProviderUs() / 1000.0,
        "costMicros", end.getCostMicros(),
        "currency", end.getCurrency(),
        "inputTokens", end.getUsage().getInputTokens(),
        "outputTokens", end.getUsage().getOutputTokens());
  }

  private Map<String, Object> shadow(ShadowResult result) {
    Map<String, Object> view =
        ordered(
            "shadow", result.getShadow(),
            "at", result.getAt().toString(),
            "provider", result.getProvider(),
            "model", result.getModel(),
            "policyVersion", result.getPolicyVersion(),
            "result", result.getResult(),
            "message", result.getMessage(),
            "latencyMs", result.getLatencyUs() / 1000.0,
            "costMicros", result.getCostMicros(),
            "currency", result.getCurrency(),
            "inputTokens", result.getUsage().getInputTokens(),
            "outputTokens", result.getUsage().getOutputTokens());
    ByteBuffer body = result.getBody();
    if (body != null) {
      view.putAll(answer(result.getBodyEncoding(), body, false));
    }
    return view;
  }

  /**
   * @param events the body is a stream's server-sent events
   */
  private Map<String, Object> answer(BodyEncoding encoding, ByteBuffer sealed, boolean events) {
    byte[] bytes = new byte[sealed.remaining()];
    sealed.duplicate().get(bytes);
    byte[] body;
    try {
      byte[] packed = reading.sealing().open(tenant, bytes);
      body = new Body(encoding, ByteBuffer.wrap(packed)).unpack(reading.maxBodyBytes());
    } catch (IllegalArgumentException | SealedException e) {
      return ordered("text", "", "body", null, "unreadable", e.getMessage());
    }
    return ordered(
        "text",
        api.filter(GivenAnswer::readable).map(a -> text(a, body, events)).orElse(""),
        "body",
        new String(body, StandardCharsets.UTF_8));
  }

  private static String text(Api api, byte[] body, boolean events) {
    return (events ? GivenAnswer.ofEvents(api, body) : GivenAnswer.of(api, body)).text();
  }
}
