package dev.strowger.worker;

import dev.strowger.dialects.answer.AnswerFilter;
import dev.strowger.guardrails.Redactor;
import dev.strowger.guardrails.Restorer;
import dev.strowger.guardrails.Screen;
import dev.strowger.guardrails.ScreenedText;
import dev.strowger.records.CacheTerms;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the client of one request and all who are asked for it: what is taken out of
 * the prompt, why it may not be asked at all, and what becomes of the answer. Where a policy
 * demands none of that, {@link #NONE}. For many threads; not so the pieces.
 */
final class Shield implements AnswerFilter {
  static final Shield NONE =
      new Shield(new Input(Optional.empty(), Optional.empty(), List.of(), ""), Output.NOTHING);

  private final Input input;
  private final Output output;
  private final SortedSet<String> found;

  Shield(Input input, Output output) {
    this.input = input;
    this.output = output;
    this.found = new TreeSet<>(input.findings());
  }

  /**
   * What was found out about the prompt.
   *
   * @param body with words in place of what was taken out; empty if the client's own may be sent
   * @param refusal what the client is told if nobody may be asked
   * @param findings {@code input:name} each
   * @param terms by which it was looked at; changes with the policy
   */
  record Input(
      Optional<byte[]> body, Optional<String> refusal, List<String> findings, String terms) {
    Input {
      findings = List.copyOf(findings);
    }
  }

  /**
   * What becomes of the answer.
   *
   * @param redactor null: nothing is taken out of the prompt
   * @param restore whether what was taken out is put back
   * @param json whether the answer's text is JSON
   */
  record Output(
      @Nullable Redactor redactor,
      boolean restore,
      boolean json,
      Screen screen,
      ScreenedText.Action action) {
    static final Output NOTHING =
        new Output(null, false, false, Screen.of(List.of()), ScreenedText.Action.BLOCK);
  }

  /** The client's body as a provider may see it; empty if that is as it came. */
  Optional<byte[]> body() {
    return input.body();
  }

  /** What the client is told if nobody may be asked. */
  Optional<String> refusal() {
    return input.refusal();
  }

  synchronized List<String> findings() {
    return List.copyOf(found);
  }

  Map<String, Integer> redactions() {
    return output.redactor() == null ? Map.of() : output.redactor().count();
  }

  /** Of the answer that a step before was given. */
  synchronized void add(List<String> findings) {
    found.addAll(findings);
  }

  /**
   * Answers are kept apart by what was taken out of their prompts, and by how answers are looked
   * at: another person's is never like this one's.
   */
  String space(CacheTerms terms) {
    if (input.terms().isEmpty()) {
      return terms.getSpace();
    }
    MessageDigest digest = sha256();
    digest.update((terms.getSpace() + "\n" + input.terms()).getBytes(StandardCharsets.UTF_8));
    if (output.redactor() != null) {
      for (String text : new TreeSet<>(output.redactor().texts())) {
        digest.update(("\n" + text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public boolean active() {
    return restores() || !output.screen().empty();
  }

  private boolean restores() {
    return output.redactor() != null && output.restore();
  }

  @Override
  public boolean hidesTokens() {
    return !output.screen().empty();
  }

  @Override
  public String hide(String text) {
    return output.redactor() == null ? text : output.redactor().hide(text);
  }

  @Override
  public Pieces pieces(Kind kind, String before) {
    boolean json = kind == Kind.ARGUMENTS || (kind == Kind.TEXT && output.json());
    Restorer restorer =
        restores() && output.redactor() != null ? output.redactor().restorer(json) : null;
    ScreenedText screened =
        output.screen().empty() ? null : output.screen().text(output.action(), before);
    return new Filtered(restorer, screened);
  }

  /** What was taken out is put back first: what goes out is what is looked at. */
  private final class Filtered implements Pieces {
    private final @Nullable Restorer restorer;
    private final @Nullable ScreenedText screened;

    Filtered(@Nullable Restorer restorer, @Nullable ScreenedText screened) {
      this.restorer = restorer;
      this.screened = screened;
    }

    @Override
    public String add(String more) {
      String restored = restorer == null ? more : restorer.add(more);
      return screened == null ? restored : noted(screened.add(restored), screened);
    }

    @Override
    public String end() {
      String rest = restorer == null ? "" : restorer.end();
      return screened == null ? rest : noted(screened.add(rest) + screened.end(), screened);
    }

    private String noted(String text, ScreenedText by) {
      if (!by.found().isEmpty()) {
        Shield.this.add(by.found().stream().map(name -> "output:" + name).toList());
      }
      return text;
    }

    @Override
    public boolean stopped() {
      return screened != null && screened.stopped();
    }
  }
}
