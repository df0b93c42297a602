package dev.strowger.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.dialects.TokenUsage;
import dev.strowger.dialects.answer.AnswerSink;
import dev.strowger.dialects.answer.FinishReason;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a stream said. */
final class RecordingSink implements AnswerSink {
  final List<String> heard = new ArrayList<>();

  @Override
  public void start() {
    heard.add("start");
  }

  @Override
  public void text(int choice, String text) {
    heard.add(choice + " text " + text);
  }

  @Override
  public void refusal(int choice, String text) {
    heard.add(choice + " refusal " + text);
  }

  @Override
  public void thought(int choice, String text) {
    heard.add(choice + " thought " + text);
  }

  @Override
  public void signature(int choice, String signature) {
    heard.add(choice + " signature " + signature);
  }

  @Override
  public void redactedThought(int choice, String data) {
    heard.add(choice + " redacted " + data);
  }

  @Override
  public void call(int choice, int call, String id, String name, String signature) {
    heard.add(choice + " call " + call + " " + id + " " + name + " " + signature);
  }

  @Override
  public void arguments(int choice, int call, String fragment) {
    heard.add(choice + " arguments " + call + " " + fragment);
  }

  @Override
  public void logprobs(int choice, JsonNode logprobs) {
    heard.add(choice + " logprobs " + logprobs);
  }

  @Override
  public void finish(int choice, FinishReason reason) {
    heard.add(choice + " finish " + reason.label());
  }

  @Override
  public void usage(TokenUsage usage) {
    heard.add("usage " + usage.input() + " " + usage.output());
  }
}
