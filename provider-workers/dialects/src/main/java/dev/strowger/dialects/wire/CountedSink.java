package dev.strowger.dialects.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;

/** Counts the pieces of an answer on their way. Not thread-safe. */
final class CountedSink implements AnswerSink {
  private final AnswerSink sink;
  private long pieces;
  private long characters;

  CountedSink(AnswerSink sink) {
    this.sink = sink;
  }

  /** Of text, refusals, thoughts and arguments. */
  long pieces() {
    return pieces;
  }

  long characters() {
    return characters;
  }

  private void count(String piece) {
    characters += piece.length();
    pieces += piece.isEmpty() ? 0 : 1;
  }

  @Override
  public void start() {
    sink.start();
  }

  @Override
  public void text(int choice, String text) {
    count(text);
    sink.text(choice, text);
  }

  @Override
  public void refusal(int choice, String text) {
    count(text);
    sink.refusal(choice, text);
  }

  @Override
  public void thought(int choice, String text) {
    count(text);
    sink.thought(choice, text);
  }

  @Override
  public void signature(int choice, String signature) {
    sink.signature(choice, signature);
  }

  @Override
  public void redactedThought(int choice, String data) {
    sink.redactedThought(choice, data);
  }

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    sink.call(choice, call, id, name, signature);
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    count(fragment);
    sink.arguments(choice, call, fragment);
  }

  @Override
  public void logprobs(int choice, JsonNode logprobs) {
    sink.logprobs(choice, logprobs);
  }

  @Override
  public void finish(int choice, FinishReason reason) {
    sink.finish(choice, reason);
  }

  @Override
  public void usage(TokenUsage usage) {
    sink.usage(usage);
  }
}
