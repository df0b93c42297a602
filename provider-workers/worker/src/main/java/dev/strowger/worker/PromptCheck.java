package dev.strowger.worker;

import dev.strowger.guardrails.BodyTexts;
import dev.strowger.guardrails.BodyTexts.Source;
import dev.strowger.guardrails.Injection;
import dev.strowger.guardrails.Screen;
import dev.strowger.records.Guardrails;
import dev.strowger.records.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the guardrails of a route say about a prompt. Pure.
 *
 * @param findings {@code input:name} each
 * @param refusal what the client is told if nobody may be asked; nothing of the prompt
 */
record PromptCheck(List<String> findings, Optional<String> refusal) {
  /** What every body may hold, whatever its API calls it. */
  private static final Set<String> PROMPT =
      Set.of(
          "model",
          "messages",
          "input",
          "prompt",
          "system",
          "instructions",
          "previous_response_id",
          "stream",
          "stream_options");

  static PromptCheck nothing() {
    return new PromptCheck(List.of(), Optional.empty());
  }

  static PromptCheck of(RequestRecord request, Guardrails rails, Screen blocked, BodyTexts texts) {
    List<String> findings = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    Long most = rails.getMaxPromptTokens();
    if (most != null && request.getFacts().getPromptTokens() > most) {
      findings.add("input:max_prompt_tokens");
      reasons.add(
          "max_prompt_tokens: the prompt has about %s tokens, %s are allowed; shorten it"
              .formatted(request.getFacts().getPromptTokens(), most));
    }
    List<String> allowed = rails.getAllowedParameters();
    if (allowed != null) {
      List<String> others = others(texts, allowed);
      if (!others.isEmpty()) {
        findings.add("input:allowed_parameters");
        reasons.add(
            "allowed_parameters: not allowed here are " + named(others) + "; leave them out");
      }
    }
    Look look = new Look(blocked, !rails.getInjection().equals("off"));
    texts.visit(look);
    for (String name : look.found) {
      findings.add("input:" + name);
      reasons.add(name + ": the prompt holds a text that may not be sent; take it out");
    }
    if (look.injected) {
      findings.add("input:injection");
      if (rails.getInjection().equals("block")) {
        reasons.add(
            "injection: the prompt looks like an attempt to override instructions; reword it");
      }
    }
    return new PromptCheck(
        List.copyOf(findings),
        reasons.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "Refused by a guardrail of this route. " + String.join(". ", reasons) + "."));
  }

  private static List<String> others(BodyTexts texts, List<String> allowed) {
    return texts.parameters().stream()
        .filter(name -> !PROMPT.contains(name) && !allowed.contains(name))
        .toList();
  }

  /** Names are the client's own words: only those that look like parameters are repeated. */
  private static String named(List<String> names) {
    List<String> shown =
        names.stream().filter(name -> name.matches("[a-z0-9_]{1,40}")).limit(5).toList();
    return shown.isEmpty() ? "some of its parameters" : String.join(", ", shown);
  }

  /** Looks at all texts, and for attempts at those of users and tools. */
  private static final class Look implements BodyTexts.Visitor {
    private final Screen blocked;
    private final boolean injection;
    private final SortedSet<String> found = new TreeSet<>();
    private boolean injected;

    Look(Screen blocked, boolean injection) {
      this.blocked = blocked;
      this.injection = injection;
    }

    @Override
    public String visit(Source source, String text) {
      found.addAll(blocked.in(text));
      boolean foreign = source == Source.USER || source == Source.TOOL;
      injected |= injection && foreign && !injected && Injection.in(text);
      return text;
    }
  }
}
