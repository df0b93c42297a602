package dev.strowger.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.strowger.faults.provider.CallLog;
import dev.strowger.faults.provider.Story;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** One fault under way: its requests go out here, and what is wrong is collected here. */
final class Trial {
  private final Fault fault;
  private final Client client;
  private final Books books;
  private final CallLog log;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Trial(Fault fault, Client client, Books books, CallLog log) {
    this.fault = fault;
    this.client = client;
    this.books = books;
    this.log = log;
  }

  Reply ask(boolean stream) throws InterruptedException {
    return ask(Api.CHAT, stream);
  }

  Reply ask(Api api, boolean stream) throws InterruptedException {
    return client.ask(api, fault.model(), stream);
  }

  JsonNode book(Reply reply, Duration wait, Predicate<JsonNode> known) throws InterruptedException {
    return books.request(reply.requestId(), wait, known);
  }

  /** Calls that reached this target of the route, from 0. */
  List<CallLog.Call> calls(int target) {
    Target asked = fault.targets().get(target);
    return asked.place() == Place.BAD_TLS
        ? log.of("", "")
        : log.of(asked.place().provider(), asked.model());
  }

  /** When this target had written the last byte of its last answer. */
  OptionalLong lastEnd(int target) {
    Target asked = fault.targets().get(target);
    return log.lastEnd(asked.place().provider(), asked.model());
  }

  String model(int target) {
    return fault.targets().get(target).model();
  }

  void expect(boolean holds, String otherwise) {
    if (!holds) {
      problems.add(otherwise);
    }
  }

  void note(String note) {
    notes.add(note);
  }

  void called(int target, int fewest, int most) {
    int calls = calls(target).size();
    String limits = fewest == most ? "" + fewest : fewest + " to " + most;
    expect(
        calls >= fewest && calls <= most,
        model(target) + " was called " + calls + " times, not " + limits);
  }

  void within(Reply reply, Duration most) {
    expect(
        reply.took().compareTo(most) <= 0,
        "took " + reply.took().toMillis() + " ms, more than " + most.toMillis());
  }

  /** A whole answer, by this target, with the usage it reported. */
  void answered(Reply reply, int by) {
    if (!unbroken(reply)) {
      return;
    }
    String text = reply.text();
    String told = Story.SIXTY.text();
    expect(text.equals(told), "the answer has " + Texts.difference(told, text));
    expect(
        reply.json().path("model").asText().equals(model(by)),
        "the answer's model is " + reply.json().path("model"));
    expect(
        reply.header("x-strowger-model").equals(model(by)),
        "x-strowger-model is " + reply.header("x-strowger-model"));
    JsonNode usage = reply.json().path("usage");
    expect(
        usage.path("prompt_tokens").asInt() == Tokens.PROMPT
            && usage.path("completion_tokens").asInt() == Tokens.STORY,
        "usage is " + usage);
  }

  /** A whole stream of one answer, without a seam; usage is the checker's. */
  Streamed streamed(Reply reply, String told) {
    unbroken(reply);
    Streamed streamed = reply.streamed();
    problems.addAll(streamed.problems());
    expect(streamed.error().isEmpty(), "it ended with the error: " + Texts.cut(streamed.error()));
    expect(streamed.complete(), "it never says that it is complete");
    expect(streamed.text().equals(told), "the text has " + Texts.difference(told, streamed.text()));
    return streamed;
  }

  void counted(Streamed streamed, Tokens.Span input, Tokens.Span output) {
    expect(
        input.holds(streamed.inputTokens()),
        streamed.inputTokens() + " input tokens, not " + input);
    expect(
        output.holds(streamed.outputTokens()),
        streamed.outputTokens() + " output tokens, not " + output);
  }

  /** A broken answer that says so, and never looks complete. */
  void cleanError(Reply reply, String told) {
    unbroken(reply);
    Streamed streamed = reply.streamed();
    problems.addAll(streamed.problems());
    expect(!streamed.complete(), "a broken answer looks complete");
    expect(!streamed.error().isEmpty(), "no error event ends it");
    expect(
        told.startsWith(streamed.text()),
        "the text has " + Texts.difference(told, streamed.text()));
  }

  /** An error of the chat API with this status, of which the words are returned. */
  String refused(Reply reply, int status) {
    expect(reply.broken().isEmpty(), reply.broken());
    expect(reply.status() == status, "status " + reply.status() + " instead of " + status);
    String message = reply.json().at("/error/message").asText();
    expect(!message.isEmpty(), "no error object: " + Texts.cut(reply.body()));
    return message;
  }

  private boolean unbroken(Reply reply) {
    expect(reply.broken().isEmpty(), "the connection broke: " + reply.broken());
    expect(
        reply.status() == 200 || reply.status() == 0,
        "status " + reply.status() + ": " + Texts.cut(reply.body()));
    return reply.status() == 200;
  }

  Row row(Duration took) {
    List<Integer> calls = new ArrayList<>();
    for (int i = 0; i < fault.targets().size(); i++) {
      calls.add(calls(i).size());
    }
    return new Row(fault.id(), fault.title(), calls, took, problems, notes);
  }
}
