package dev.strowger.dialects;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a request a target cannot do, collected while the request is written in the target's
 * format. Nothing is lost in silence: a loss either keeps the request from this target, or its
 * parameter is named in the response's {@code x-strowger-dropped} header.
 */
public final class Losses {
  /** More names than this are not told. */
  static final int MAX_NAMED = 64;

  private final boolean lenient;
  private final ParamNames names;
  private final Set<String> dropped = new LinkedHashSet<>();
  private @Nullable Fault fault;

  /**
   * @param lenient whether the caller would rather have an answer without what a target cannot do
   */
  public Losses(boolean lenient) {
    this(lenient, new ParamNames(Api.EMBEDDINGS, new byte[0]));
  }

  private Losses(boolean lenient, ParamNames names) {
    this.lenient = lenient;
    this.names = names;
  }

  /** Of a call; they are told in the words its client has used. */
  public static Losses of(Dialect.Call call) {
    return new Losses(call.lenient(), new ParamNames(call.api(), call.body()));
  }

  /** A provider's fault in the words of a call's client. */
  public static Fault told(Fault fault, Dialect.Call call) {
    ParamNames names = new ParamNames(call.api(), call.body());
    return new Fault(
        fault.kind(),
        fault.httpStatus(),
        fault.message(),
        fault.param().map(names::of),
        fault.retryAfter());
  }

  /**
   * The answer would be another one without it, yet an answer: refused, or dropped if lenient.
   *
   * @param param as the chat API names it, e.g. {@code seed}, or as the client's own does
   * @param why words that tell what to do; never the value
   */
  public void drop(String param, String why) {
    // The older functions are called one at a time without the client's having asked for it.
    boolean implied = param.equals("parallel_tool_calls") && names.of(param).equals("functions");
    if (lenient || implied) {
      hint(param);
    } else {
      refuse(param, why);
    }
  }

  /** The answer would make no sense without it: refused, whatever the caller prefers. */
  public void refuse(String param, String why) {
    note(FailureKind.UNSUPPORTED, param, why);
  }

  /** The request is at fault, whoever would answer it. */
  public void wrong(String param, String why) {
    note(FailureKind.BAD_REQUEST, param, why);
  }

  private void note(FailureKind kind, String param, String why) {
    if (fault == null) {
      String name = names.of(param);
      fault = new Fault(kind, 0, name + ": " + why, Optional.of(name), Optional.empty());
    }
  }

  /** It changes cost or speed only, e.g. a prompt cache's mark: dropped, and told. */
  public void hint(String param) {
    if (dropped.size() < MAX_NAMED) {
      dropped.add(names.of(param));
    }
  }

  /** Why the target cannot take this request; the first reason found. */
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  /** The parameters left out, each once. */
  public List<String> dropped() {
    return new ArrayList<>(dropped);
  }
}
