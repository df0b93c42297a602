package dev.strowger.dialects;

import java.util.Arrays;
import java.util.Map;

/**
 * A target of Jazzer's: the first byte says which family, the second which API, the third which
 * way; the rest is a client's body, a provider's answer or a provider's stream. Whatever it is,
 * what comes of it is a value, never an exception.
 */
public final class DialectFuzz {
  private static final Dialects.Family[] FAMILIES = Dialects.Family.values();
  private static final Api[] APIS = Api.values();
  private static final int[] STATUSES = {200, 400, 401, 404, 413, 429, 500, 529};
  private static final byte[] BODY =
      "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}"
          .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final byte[] TEXTS =
      "{\"model\":\"m\",\"input\":[\"a\",\"b\"]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private DialectFuzz() {}

  /** Throws what is wrong with a dialect. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 3) {
      return;
    }
    Dialects.Family family = FAMILIES[(input[0] & 0xff) % FAMILIES.length];
    Api api = APIS[(input[1] & 0xff) % APIS.length];
    byte[] rest = Arrays.copyOfRange(input, 3, input.length);
    Dialect dialect = Dialects.of(family);
    Provider provider = Calls.provider(family);
    int way = input[2] & 0xff;
    switch (way % 3) {
      case 0 -> {
        Dialect.Encoding _ =
            dialect.encode(call(api, rest, (way & 4) != 0, (way & 8) != 0), provider);
      }
      case 1 -> {
        int status = STATUSES[way / 3 % STATUSES.length];
        Dialect.Decoding _ =
            dialect.decode(
                new Dialect.Response(status, Map.of(), rest),
                call(api, api == Api.EMBEDDINGS ? TEXTS : BODY, false, false),
                provider);
      }
      default -> {
        if (api != Api.EMBEDDINGS && api != Api.COUNT_TOKENS) {
          stream(dialect.stream(call(api, BODY, true, false), provider), rest);
        }
      }
    }
  }

  private static void stream(StreamDecoder decoder, byte[] bytes) {
    int cut = bytes.length / 2;
    byte[] _ = decoder.feed(bytes, 0, cut);
    byte[] _ = decoder.feed(bytes, cut, bytes.length - cut);
    StreamDecoder.Ending _ = decoder.end();
  }

  private static Dialect.Call call(Api api, byte[] body, boolean stream, boolean lenient) {
    return new Dialect.Call(
        api, Calls.ID, Calls.CREATED, "m", "chat", stream, stream, lenient, Map.of(), body);
  }
}
