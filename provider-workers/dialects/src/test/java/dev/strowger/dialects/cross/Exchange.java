package dev.strowger.dialects.cross;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.StreamDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/** A client of an API and a provider of a family, with the dialect between them. */
record Exchange(Family family, String model, Api api, Provider provider) {
  Exchange(Family family, String model, Api api) {
    this(family, model, api, Calls.provider(family));
  }

  Dialect.Call call(String body, boolean stream, boolean lenient) {
    return new Dialect.Call(
        api,
        Calls.ID,
        Calls.CREATED,
        model,
        "chat-mid-tier",
        stream,
        true,
        lenient,
        Map.of(),
        body.getBytes(UTF_8));
  }

  Dialect.Encoding encode(String body, boolean lenient) {
    return Dialects.of(family).encode(call(body, false, lenient), provider);
  }

  Dialect.Decoding.Answered decode(String body) {
    Dialect.Decoding decoding =
        Dialects.of(family).decode(Calls.response(200, body), call("{}", false, false), provider);
    if (decoding instanceof Dialect.Decoding.Answered answered) {
      return answered;
    }
    throw new AssertionError(decoding);
  }

  /**
   * @param piece how many bytes at once; 0 for all
   */
  Streamed stream(byte[] bytes, int piece) {
    StreamDecoder decoder = Dialects.of(family).stream(call("{}", true, false), provider);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int most = piece == 0 ? Math.max(1, bytes.length) : piece;
    for (int at = 0; at < bytes.length; at += most) {
      out.writeBytes(decoder.feed(bytes, at, Math.min(most, bytes.length - at)));
    }
    StreamDecoder.Ending ending = decoder.end();
    if (ending instanceof StreamDecoder.Ending.Completed completed) {
      out.writeBytes(completed.lastEvents());
    }
    return new Streamed(out.toString(UTF_8), ending);
  }
}
