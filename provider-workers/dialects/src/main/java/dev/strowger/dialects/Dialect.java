package dev.strowger.dialects;

import dev.strowger.dialects.answer.AnswerFilter;
import dev.strowger.dialects.json.Utf8;
import java.util.List;
import java.util.Map;

/**
 * One family of provider wire formats. Implementations have no state, no clock and no I/O; what
 * differs between providers of a family is data in {@link Provider}.
 */
public interface Dialect {
  /** As {@code dialect:} names it in providers.yaml. */
  String name();

  /** The client's request as this provider wants it. */
  Encoding encode(Call call, Provider provider);

  /**
   * A whole response: of a sync call, or any response with a status of 400 and up, or one that is
   * not the stream that was asked for.
   */
  Decoding decode(Response response, Call call, Provider provider);

  /** A translator for one streamed response with a status of 200. */
  StreamDecoder stream(Call call, Provider provider);

  /** Ways in which this target can go on with a broken answer, the best first; never empty. */
  List<Continuing> continuings(Call call, Provider provider);

  /**
   * The client's request, so that the answer goes on where the one before broke off. Where no text
   * was sent yet, it is the request itself.
   */
  Encoding encodeRest(Call call, Provider provider, SentAnswer sent, Continuing how);

  /**
   * A translator for the stream that goes on with a broken answer. What comes out of it follows the
   * events the client has without a seam: same id, no second beginning, no text twice, one end, and
   * usage that is the sum of {@code before} and its own. If the new text turns out to be another
   * answer, it ends broken, and nothing of it comes out.
   *
   * @param before what the broken attempts used
   */
  StreamDecoder streamRest(Call call, Provider provider, SentAnswer sent, TokenUsage before);

  /**
   * One call of one target.
   *
   * @param api which API the client speaks; its body, answer and events are of that API
   * @param requestId the gateway's id of the request
   * @param createdSeconds when the request was received, seconds since the epoch, for {@code
   *     created}
   * @param model as the provider names it
   * @param requestedModel as the client named it
   * @param stream whether the client asked for a stream
   * @param includeUsage whether the client asked for usage in the stream
   * @param lenient whether parameters the target cannot do may be left out, see {@link Losses}
   * @param safety settings of the route for the providers' own filters, e.g. {@code
   *     dangerous_content: block_only_high}; names and values as the dialects document them
   * @param body the client's JSON, with nothing in it that the provider may not see
   * @param filter through which the answer goes
   */
  record Call(
      Api api,
      String requestId,
      long createdSeconds,
      String model,
      String requestedModel,
      boolean stream,
      boolean includeUsage,
      boolean lenient,
      Map<String, String> safety,
      byte[] body,
      AnswerFilter filter) {
    public Call {
      safety = Map.copyOf(safety);
    }

    /** A call whose answer passes as it is. */
    public Call(
        Api api,
        String requestId,
        long createdSeconds,
        String model,
        String requestedModel,
        boolean stream,
        boolean includeUsage,
        boolean lenient,
        Map<String, String> safety,
        byte[] body) {
      this(
          api,
          requestId,
          createdSeconds,
          model,
          requestedModel,
          stream,
          includeUsage,
          lenient,
          safety,
          body,
          AnswerFilter.NONE);
    }

    /** The same with another filter. */
    public Call filtered(AnswerFilter other) {
      return new Call(
          api,
          requestId,
          createdSeconds,
          model,
          requestedModel,
          stream,
          includeUsage,
          lenient,
          safety,
          body,
          other);
    }
  }

  /** A request ready to be sent, or why it cannot be. */
  sealed interface Encoding {
    /**
     * @param dropped parameters of the client's that the provider does not get
     */
    record Sendable(ProviderRequest request, List<String> dropped) implements Encoding {
      public Sendable {
        dropped = List.copyOf(dropped);
      }
    }

    /** No provider need be asked, e.g. for a count of tokens. */
    record Known(Decoding.Answered answer) implements Encoding {}

    record Unsendable(Fault fault) implements Encoding {}
  }

  /**
   * A response of a provider.
   *
   * @param status HTTP status
   * @param headers names in lower case
   * @param body all of it, decompressed; what is no UTF-8 in it is replaced
   */
  record Response(int status, Map<String, String> headers, byte[] body) {
    public Response {
      headers = Map.copyOf(headers);
      body = Utf8.mended(body);
    }
  }

  /** What a whole response means. */
  sealed interface Decoding {
    /**
     * @param body the answer's object in the client's API, e.g. a {@code chat.completion}
     */
    record Answered(byte[] body, String finishReason, TokenUsage usage) implements Decoding {}

    record Failed(Fault fault) implements Decoding {}
  }
}
