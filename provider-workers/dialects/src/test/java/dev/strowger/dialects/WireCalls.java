package dev.strowger.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.OutputFormat;
import dev.strowger.dialects.conversation.ToolUse;
import dev.strowger.dialects.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** What a wire makes of conversations and responses, as tests ask it. */
public final class WireCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WireCalls() {}

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A provider whose entry has options. */
  public static Provider provider(Family family, Map<String, String> options) {
    Provider plain = Calls.provider(family);
    return new Provider(
        plain.name(),
        plain.dialect(),
        plain.baseUrl(),
        plain.baseUrlEnv(),
        plain.authentication(),
        plain.headers(),
        plain.quirks(),
        new Provider.Traits(Set.of(), Set.of(), Set.of(), options));
  }

  /** A conversation that asks nothing beyond these messages. */
  public static Conversation plain(Message... messages) {
    return new Conversation(
        List.of(messages),
        new ToolUse(List.of(), new ToolUse.Choice.Auto(), true, Optional.empty()),
        new OutputFormat.Text(),
        new Conversation.Sampling(
            OptionalLong.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalLong.empty(),
            List.of(),
            OptionalLong.empty(),
            new Conversation.Penalties(0, 0)),
        Conversation.Reasoning.UNSET,
        Conversation.Wishes.NONE,
        List.of());
  }

  public static JsonNode written(
      Wire wire, Family family, Conversation conversation, Losses losses) {
    ProviderRequest request =
        wire.write(conversation, Calls.sync("m", "{}"), Calls.provider(family), losses);
    return json(new String(request.body(), UTF_8));
  }

  /** Why a response is no answer. */
  public static Fault fault(Family family, int status, String body) {
    Dialect.Decoding decoding =
        Dialects.of(family)
            .decode(Calls.response(status, body), Calls.sync("m", "{}"), Calls.provider(family));
    return switch (decoding) {
      case Dialect.Decoding.Failed(Fault fault) -> fault;
      case Dialect.Decoding.Answered answered ->
          throw new AssertionError(new String(answered.body(), UTF_8));
    };
  }

  /** Why a chat request cannot be sent as it is. */
  public static Fault refusal(Family family, Map<String, String> safety, String body) {
    return switch (encoded(family, safety, body)) {
      case Dialect.Encoding.Unsendable(Fault fault) -> fault;
      case Dialect.Encoding.Sendable(var request, var dropped) ->
          throw new AssertionError(new String(request.body(), UTF_8));
      case Dialect.Encoding.Known known -> throw new AssertionError(known);
    };
  }

  private static Dialect.Encoding encoded(Family family, Map<String, String> safety, String body) {
    Api api = body.contains("\"input\"") ? Api.EMBEDDINGS : Api.CHAT_COMPLETIONS;
    Dialect.Call call =
        new Dialect.Call(
            api,
            Calls.ID,
            Calls.CREATED,
            "m",
            "m",
            false,
            false,
            false,
            safety,
            body.getBytes(UTF_8));
    return Dialects.of(family).encode(call, Calls.provider(family));
  }

  /** Feeds a stream whole and tells how it ended. */
  public static StreamDecoder.Ending ending(Family family, String stream) {
    StreamDecoder decoder =
        Dialects.of(family).stream(Calls.stream("m", "{}", false), Calls.provider(family));
    byte[] bytes = stream.getBytes(UTF_8);
    decoder.feed(bytes, 0, bytes.length);
    return decoder.end();
  }

  /** What the client has got of a stream before its end. */
  public static String text(Family family, String stream) {
    StreamDecoder decoder =
        Dialects.of(family).stream(Calls.stream("m", "{}", false), Calls.provider(family));
    byte[] bytes = stream.getBytes(UTF_8);
    return new String(decoder.feed(bytes, 0, bytes.length), UTF_8);
  }
}
