package dev.strowger.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.Api;
import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.Provider.Capability;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.json.Json;
import dev.strowger.dialects.json.JsonSplice;
import dev.strowger.dialects.json.JsonSplice.Edit;
import dev.strowger.dialects.wire.Translation;
import java.util.List;
import java.util.Optional;

/**
 * OpenAI, and all that speak as it does. What a client asks in OpenAI's chat, completions and
 * embeddings APIs passes through; other APIs are translated by {@link OpenAiWire}. Source: OpenAI's
 * API reference, "Chat", "Streaming", "Completions (legacy)" and "Embeddings".
 */
public final class OpenAiDialect implements Dialect {
  static final String CHAT = "/chat/completions";
  private static final String COMPLETIONS = "/completions";
  private static final String EMBEDDINGS = "/embeddings";

  private final Family family;
  private final Translation translation;

  public OpenAiDialect() {
    this(Family.OPENAI);
  }

  /**
   * @param family one whose providers speak OpenAI's format under the base URL they are given
   */
  public OpenAiDialect(Family family) {
    this.family = family;
    this.translation = new Translation(family, new OpenAiWire());
  }

  @Override
  public String name() {
    return family.label();
  }

  @Override
  public Encoding encode(Call call, Provider provider) {
    return switch (way(call, provider)) {
      case PASS -> pass(call, provider);
      case TRANSLATE -> translation.encode(call, provider);
      case NONE ->
          new Encoding.Unsendable(
              Fault.of(FailureKind.UNSUPPORTED, "this target makes no embeddings"));
    };
  }

  @Override
  public Decoding decode(Response response, Call call, Provider provider) {
    return switch (wayBack(call, provider)) {
      case TRANSLATE -> translation.decode(response, call, provider);
      case PASS, NONE ->
          call.api() == Api.EMBEDDINGS
              ? EmbeddingsResponse.decode(response, call, provider)
              : OpenAiResponse.decode(response, call, provider);
    };
  }

  @Override
  public StreamDecoder stream(Call call, Provider provider) {
    return wayBack(call, provider) == Way.TRANSLATE
        ? translation.stream(call, provider)
        : new OpenAiStream(call, provider);
  }

  @Override
  public List<Continuing> continuings(Call call, Provider provider) {
    return translation.continuings(call, provider);
  }

  @Override
  public Encoding encodeRest(Call call, Provider provider, SentAnswer sent, Continuing how) {
    return translation.encodeRest(call, provider, sent, how);
  }

  @Override
  public StreamDecoder streamRest(
      Call call, Provider provider, SentAnswer sent, TokenUsage before) {
    return translation.streamRest(call, provider, sent, before);
  }

  private enum Way {
    PASS,
    TRANSLATE,
    NONE
  }

  /** What is filtered has to be understood, all of it. */
  private static Way wayBack(Call call, Provider provider) {
    boolean filtered = call.filter().active() && call.api() != Api.EMBEDDINGS;
    return filtered ? Way.TRANSLATE : way(call, provider);
  }

  private static Way way(Call call, Provider provider) {
    return switch (call.api()) {
      case CHAT_COMPLETIONS -> jsonByOtherMeans(call, provider) ? Way.TRANSLATE : Way.PASS;
      case COMPLETIONS ->
          provider.traits().capabilities().contains(Capability.COMPLETIONS)
                  && !call.filter().active()
              ? Way.PASS
              : Way.TRANSLATE;
      case EMBEDDINGS -> Abilities.of(provider).may(Capability.EMBEDDINGS) ? Way.PASS : Way.NONE;
      case RESPONSES, MESSAGES, COUNT_TOKENS -> Way.TRANSLATE;
    };
  }

  /** Whether an answer in JSON is asked for that the provider does not offer as such. */
  private static boolean jsonByOtherMeans(Call call, Provider provider) {
    Abilities abilities = Abilities.of(provider);
    boolean schema = abilities.schema() != Abilities.JsonBy.FORMAT;
    boolean object = abilities.object() != Abilities.JsonBy.FORMAT;
    if (!schema && !object) {
      return false;
    }
    String type = responseFormat(call.body());
    return (schema && type.equals("json_schema")) || (object && type.equals("json_object"));
  }

  private static String responseFormat(byte[] body) {
    StringBuilder type = new StringBuilder();
    JsonSplice.scan(
        body,
        0,
        body.length,
        (name, parser) -> {
          if (name.equals("response_format")) {
            JsonNode format = Json.subtree(parser);
            type.append(format.path("type").asText(""));
          }
          return Edit.KEEP;
        });
    return type.toString();
  }

  private static Encoding pass(Call call, Provider provider) {
    Losses losses = Losses.of(call);
    Optional<byte[]> body = OpenAiRequest.patch(call.body(), call, provider, losses);
    if (body.isEmpty()) {
      return new Encoding.Unsendable(
          Fault.of(FailureKind.BAD_REQUEST, "the body is not a JSON object"));
    }
    return losses
        .fault()
        .<Encoding>map(Encoding.Unsendable::new)
        .orElseGet(
            () ->
                new Encoding.Sendable(
                    ProviderRequest.json(provider, path(call.api()), call, body.get()),
                    losses.dropped()));
  }

  private static String path(Api api) {
    return switch (api) {
      case COMPLETIONS -> COMPLETIONS;
      case EMBEDDINGS -> EMBEDDINGS;
      case CHAT_COMPLETIONS, RESPONSES, MESSAGES, COUNT_TOKENS -> CHAT;
    };
  }
}
