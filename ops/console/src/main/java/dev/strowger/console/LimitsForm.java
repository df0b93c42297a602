package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.records.Limits;
import dev.strowger.records.Thrift;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Limits as operators write and read them: money as decimals, all else as whole numbers. */
final class LimitsForm {
  private static final long MOST = 1_000_000_000_000_000L;
  private static final int MICROS_DIGITS = 6;

  private LimitsForm() {}

  /**
   * The field {@code limits} of a form: what it names is changed, what it leaves out stays, and
   * null takes all limits away.
   */
  static @Nullable Limits read(Form form, @Nullable Limits before) {
    if (!form.has("limits")) {
      return before;
    }
    Optional<Form> limits = form.object("limits");
    return limits.isEmpty() ? null : changed(limits.get(), before);
  }

  private static @Nullable Limits changed(Form form, @Nullable Limits before) {
    Limits old = before == null ? Limits.newBuilder().build() : before;
    Limits limits =
        Limits.newBuilder()
            .setRequestsPerMinute(count(form, "requestsPerMinute", old.getRequestsPerMinute()))
            .setBurst(count(form, "burst", old.getBurst()))
            .setTokensPerMinute(count(form, "tokensPerMinute", old.getTokensPerMinute()))
            .setTokensPerDay(count(form, "tokensPerDay", old.getTokensPerDay()))
            .setMicrosPerDay(form.micros("budgetPerDay", old.getMicrosPerDay()))
            .setMicrosPerMonth(form.micros("budgetPerMonth", old.getMicrosPerMonth()))
            .setConcurrent((int) form.number("concurrent", old.getConcurrent(), 0, 1_000_000))
            .setAlertPercent((int) form.number("alertPercent", old.getAlertPercent(), 1, 100))
            .setThrift(thrift(form, old.getThrift()))
            .build();
    if (limits.getThrift() != null
        && limits.getMicrosPerDay() == 0
        && limits.getMicrosPerMonth() == 0) {
      form.wrong("thrift", "needs a budget that can be spent");
    }
    form.done();
    return none(limits) ? null : limits;
  }

  private static long count(Form form, String name, long before) {
    return form.number(name, before, 0, MOST);
  }

  private static @Nullable Thrift thrift(Form limits, @Nullable Thrift before) {
    if (!limits.has("thrift")) {
      return before;
    }
    Optional<Form> thrift = limits.object("thrift");
    if (thrift.isEmpty()) {
      return null;
    }
    Form form = thrift.get();
    Thrift read =
        Thrift.newBuilder()
            .setSelfHosted(form.flag("selfHosted", false))
            .setMaxInputMicros(price(form, "maxInputPrice"))
            .setMaxOutputMicros(price(form, "maxOutputPrice"))
            .build();
    form.done();
    if (!read.getSelfHosted()
        && read.getMaxInputMicros() == null
        && read.getMaxOutputMicros() == null) {
      limits.wrong("thrift", "must say selfHosted, maxInputPrice or maxOutputPrice");
    }
    return read;
  }

  private static @Nullable Long price(Form form, String name) {
    return form.has(name) ? Long.valueOf(form.micros(name, 0)) : null;
  }

  private static boolean none(Limits limits) {
    return limits.getRequestsPerMinute() == 0
        && limits.getBurst() == 0
        && limits.getTokensPerMinute() == 0
        && limits.getTokensPerDay() == 0
        && limits.getMicrosPerDay() == 0
        && limits.getMicrosPerMonth() == 0
        && limits.getConcurrent() == 0;
  }

  /** As it can be sent again; null if there are none. */
  static @Nullable Map<String, Object> view(@Nullable Limits limits) {
    if (limits == null) {
      return null;
    }
    Thrift thrift = limits.getThrift();
    return ordered(
        "requestsPerMinute",
        limits.getRequestsPerMinute(),
        "burst",
        limits.getBurst(),
        "tokensPerMinute",
        limits.getTokensPerMinute(),
        "tokensPerDay",
        limits.getTokensPerDay(),
        "budgetPerDay",
        money(limits.getMicrosPerDay()),
        "budgetPerMonth",
        money(limits.getMicrosPerMonth()),
        "concurrent",
        limits.getConcurrent(),
        "alertPercent",
        limits.getAlertPercent(),
        "thrift",
        thrift == null ? null : view(thrift));
  }

  private static Map<String, Object> view(Thrift thrift) {
    Map<String, Object> view = ordered("selfHosted", thrift.getSelfHosted());
    put(view, "maxInputPrice", thrift.getMaxInputMicros());
    put(view, "maxOutputPrice", thrift.getMaxOutputMicros());
    return view;
  }

  private static void put(Map<String, Object> view, String name, @Nullable Long micros) {
    if (micros != null) {
      view.put(name, money(micros));
    }
  }

  private static String money(long micros) {
    BigDecimal amount = BigDecimal.valueOf(micros, MICROS_DIGITS).stripTrailingZeros();
    return (amount.scale() < 2 ? amount.setScale(2) : amount).toPlainString();
  }
}
