package dev.strowger.dialects.wire;

import dev.strowger.dialects.Api;
import dev.strowger.dialects.Continuing;
import dev.strowger.dialects.Dialect;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import dev.strowger.dialects.Losses;
import dev.strowger.dialects.Provider;
import dev.strowger.dialects.ProviderRequest;
import dev.strowger.dialects.SentAnswer;
import dev.strowger.dialects.StreamDecoder;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.Answer;
import dev.strowger.dialects.api.AnswerWriter;
import dev.strowger.dialects.api.ClientApis;
import dev.strowger.dialects.api.EmbeddingsApi;
import dev.strowger.dialects.api.TokenCountApi;
import dev.strowger.dialects.continuing.AlignedWriter;
import dev.strowger.dialects.continuing.Continuation;
import dev.strowger.dialects.conversation.Conversation;
import dev.strowger.dialects.conversation.Message;
import dev.strowger.dialects.conversation.Part;
import dev.strowger.dialects.embeddings.Embeddings;
import dev.strowger.dialects.embeddings.EmbeddingsRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A dialect made of a family's wire format, whatever API the client speaks. */
public final class Translation implements Dialect {
  private final Family family;
  private final Wire wire;

  public Translation(Family family, Wire wire) {
    this.family = family;
    this.wire = wire;
  }

  @Override
  public String name() {
    return family.label();
  }

  @Override
  public Encoding encode(Call call, Provider provider) {
    return switch (call.api()) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, MESSAGES ->
          conversation(
              call,
              provider,
              ClientApis.of(call.api()).read(call.body()),
              asked -> losses -> wire.write(asked, call, provider, losses));
      case COUNT_TOKENS -> count(call, provider);
      case EMBEDDINGS -> embeddings(call, provider);
    };
  }

  private Encoding conversation(
      Call call,
      Provider provider,
      Conversation.Reading reading,
      Function<Conversation, Function<Losses, ProviderRequest>> write) {
    return switch (reading) {
      case Conversation.Reading.Unreadable(Fault fault) -> new Encoding.Unsendable(fault);
      case Conversation.Reading.Read(Conversation asked) -> {
        Losses losses = Losses.of(call);
        asked.foreign().forEach(param -> losses.drop(param, "this target does not know it"));
        asked.hints().forEach(losses::hint);
        if (asked.reasoning().shown().equals(Optional.of(false)) && !wire.hidesThoughts(call)) {
          losses.hint("reasoning.exclude");
        }
        tellProofs(asked, call, provider, losses);
        yield sendable(write.apply(asked).apply(losses), losses);
      }
    };
  }

  /** Proofs that somebody else issued tell this provider nothing; the wires leave them out. */
  private void tellProofs(Conversation asked, Call call, Provider provider, Losses losses) {
    for (Message message : asked.messages()) {
      for (Part part : message.parts()) {
        switch (part) {
          case Part.Thought(var text, var proof) when !proof.isEmpty() -> {
            if (!wire.issued(part, call, provider)) {
              losses.hint("reasoning_details");
            }
          }
          case Part.Call(var id, var name, var arguments, var proof) when !proof.isEmpty() -> {
            if (!wire.issued(part, call, provider)) {
              losses.hint("extra_content");
            }
          }
          default -> {}
        }
      }
    }
  }

  private Encoding count(Call call, Provider provider) {
    Optional<TokenCountWire> counter = wire.tokenCount();
    if (counter.isPresent()) {
      return conversation(
          call,
          provider,
          ClientApis.of(call.api()).read(call.body()),
          asked -> losses -> counter.get().write(asked, call, provider, losses));
    }
    return switch (ClientApis.of(call.api()).read(call.body())) {
      case Conversation.Reading.Unreadable(Fault fault) -> new Encoding.Unsendable(fault);
      case Conversation.Reading.Read(Conversation asked) ->
          new Encoding.Known(counted(TokenCountApi.estimate(asked)));
    };
  }

  private Encoding embeddings(Call call, Provider provider) {
    Optional<EmbeddingsWire> maker = wire.embeddings();
    if (maker.isEmpty()) {
      return new Encoding.Unsendable(
          Fault.of(FailureKind.UNSUPPORTED, "this target makes no embeddings"));
    }
    return switch (EmbeddingsApi.read(call.body())) {
      case EmbeddingsRequest.Reading.Unreadable(Fault fault) -> new Encoding.Unsendable(fault);
      case EmbeddingsRequest.Reading.Read(EmbeddingsRequest request) -> {
        Losses losses = Losses.of(call);
        request.foreign().forEach(param -> losses.drop(param, "this target does not know it"));
        yield sendable(maker.get().write(request, call, provider, losses), losses);
      }
    };
  }

  private static Encoding sendable(ProviderRequest request, Losses losses) {
    return losses
        .fault()
        .<Encoding>map(Encoding.Unsendable::new)
        .orElseGet(() -> new Encoding.Sendable(request, losses.dropped()));
  }

  @Override
  public Decoding decode(Response response, Call call, Provider provider) {
    return switch (call.api()) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, MESSAGES ->
          switch (wire.read(response, call, provider)) {
            case Wire.Reading.Failed(Fault fault) -> new Decoding.Failed(Losses.told(fault, call));
            case Wire.Reading.Answered(Answer answer) -> {
              Answer shown = FilteredAnswer.of(call.filter(), answer);
              yield new Decoding.Answered(
                  ClientApis.of(call.api()).write(call, shown),
                  shown.choices().getFirst().finish().label(),
                  answer.usage());
            }
          };
      case COUNT_TOKENS ->
          wire.tokenCount()
              .map(counter -> counted(counter.read(response, call, provider)))
              .orElseGet(() -> neverAsked("it counts no tokens"));
      case EMBEDDINGS ->
          wire.embeddings()
              .map(maker -> embedded(maker, response, call, provider))
              .orElseGet(() -> neverAsked("it makes no embeddings"));
    };
  }

  /** An answer of a target that nobody can have asked for it. */
  private static Decoding neverAsked(String why) {
    return new Decoding.Failed(
        Fault.of(FailureKind.UNSUPPORTED, "this target was not asked: " + why));
  }

  private static Decoding counted(TokenCountWire.Reading reading) {
    return switch (reading) {
      case TokenCountWire.Reading.Failed(Fault fault) -> new Decoding.Failed(fault);
      case TokenCountWire.Reading.Counted(long tokens) -> counted(tokens);
    };
  }

  private static Decoding embedded(
      EmbeddingsWire maker, Response response, Call call, Provider provider) {
    return switch (EmbeddingsApi.read(call.body())) {
      case EmbeddingsRequest.Reading.Unreadable(Fault fault) -> new Decoding.Failed(fault);
      case EmbeddingsRequest.Reading.Read(EmbeddingsRequest request) ->
          switch (maker.read(response, request, call, provider)) {
            case EmbeddingsWire.Reading.Failed(Fault fault) -> new Decoding.Failed(fault);
            case EmbeddingsWire.Reading.Embedded(Embeddings made) ->
                new Decoding.Answered(EmbeddingsApi.write(call, request, made), "", made.usage());
          };
    };
  }

  /** A count costs nothing and uses no tokens. */
  private static Decoding.Answered counted(long tokens) {
    return new Decoding.Answered(TokenCountApi.write(tokens), "", TokenUsage.NONE);
  }

  @Override
  public StreamDecoder stream(Call call, Provider provider) {
    AnswerWriter writer = ClientApis.of(call.api()).writer(call);
    return stream(FilteredWriter.of(writer, call.filter(), ""), call, provider);
  }

  private StreamDecoder stream(AnswerWriter writer, Call call, Provider provider) {
    return new TranslatedStream(call, writer, sink -> wire.stream(sink, call, provider));
  }

  @Override
  public List<Continuing> continuings(Call call, Provider provider) {
    return switch (call.api()) {
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, MESSAGES ->
          ClientApis.of(call.api()).read(call.body())
                      instanceof Conversation.Reading.Read(Conversation asked)
                  && Continuation.free(asked)
                  && wire.prefills(asked, call, provider)
              ? List.of(Continuing.PREFILL, Continuing.ASK)
              : List.of(Continuing.ASK);
      case EMBEDDINGS, COUNT_TOKENS -> List.of(Continuing.ASK);
    };
  }

  @Override
  public Encoding encodeRest(Call call, Provider provider, SentAnswer sent, Continuing how) {
    if (call.api() == Api.EMBEDDINGS || call.api() == Api.COUNT_TOKENS || !sent.hold().isEmpty()) {
      return unsendable("this answer is not gone on with: " + sent.hold());
    }
    return switch (ClientApis.of(call.api()).read(call.body())) {
      case Conversation.Reading.Unreadable(Fault fault) -> new Encoding.Unsendable(fault);
      case Conversation.Reading.Read(Conversation asked) when asked.wishes().choices() != 1 ->
          unsendable("an answer of several choices is not gone on with");
      case Conversation.Reading.Read(Conversation asked) ->
          conversation(
              call,
              provider,
              new Conversation.Reading.Read(
                  Continuation.of(asked, sent.hidden(call.filter()), how)),
              rest -> losses -> wire.write(rest, call, provider, losses));
    };
  }

  @Override
  public StreamDecoder streamRest(
      Call call, Provider provider, SentAnswer sent, TokenUsage before) {
    Call shown = shown(call, sent);
    AnswerWriter writer = ClientApis.of(call.api()).writer(shown, sent);
    AnswerWriter filtered = FilteredWriter.of(writer, call.filter(), sent.text());
    // What comes is compared with what the provider was told that it had said.
    SentAnswer told = sent.hidden(call.filter());
    return stream(new AlignedWriter(filtered, told, before), call, provider);
  }

  /** The call as the events that were sent tell of it. */
  private static Call shown(Call call, SentAnswer sent) {
    long created = sent.seam().createdSeconds();
    return new Call(
        call.api(),
        call.requestId(),
        created == 0 ? call.createdSeconds() : created,
        sent.model().isEmpty() ? call.model() : sent.model(),
        call.requestedModel(),
        call.stream(),
        call.includeUsage(),
        call.lenient(),
        call.safety(),
        call.body());
  }

  private static Encoding unsendable(String message) {
    return new Encoding.Unsendable(Fault.of(FailureKind.UNSUPPORTED, message));
  }
}
