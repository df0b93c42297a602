package dev.strowger.analytics;

import dev.strowger.records.Attempt;
import dev.strowger.records.EventRecord;
import dev.strowger.records.PathStep;
import dev.strowger.records.Terminal;
import dev.strowger.records.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One row of a table.
 *
 * @param values in the order of the table's columns
 */
record Row(Table table, List<@Nullable Object> values) {
  /** In a path: somebody looked whether an answer was kept, which is no attempt. */
  private static final String CACHE = "cache";

  Row {
    values = Collections.unmodifiableList(new ArrayList<>(values));
    if (values.size() != table.width()) {
      throw new IllegalArgumentException(
          values.size() + " values for " + table.width() + " columns of " + table.tableName());
    }
  }

  static Row of(EventRecord event) {
    return switch (event.getDetail()) {
      case Attempt attempt -> attempt(event, attempt);
      case Terminal terminal -> request(event, terminal);
      default -> throw new IllegalArgumentException("an event without a known detail");
    };
  }

  private static Row request(EventRecord event, Terminal terminal) {
    Usage usage = terminal.getUsage();
    return row(
        Table.REQUESTS,
        event.getRequestId(),
        event.getTenant(),
        event.getCredentialId(),
        event.getTeam(),
        event.getUser(),
        event.getTags(),
        event.getOperation(),
        event.getRequestedModel(),
        event.getRoute(),
        event.getPolicyVersion(),
        event.getExperiment(),
        event.getArm(),
        terminal.getProvider(),
        terminal.getModel(),
        terminal.getOutcome().name(),
        text(terminal.getFailure()),
        terminal.getMessage(),
        terminal.getFinishReason(),
        event.getStream(),
        terminal.getSimulated(),
        terminal.getPath().stream().filter(step -> !step.getProvider().equals(CACHE)).count(),
        each(terminal.getPath(), Row::step),
        terminal.getRescues(),
        terminal.getEscalations(),
        terminal.getCache(),
        usage.getInputTokens(),
        usage.getOutputTokens(),
        usage.getCachedInputTokens(),
        usage.getCacheWriteTokens(),
        usage.getReasoningTokens(),
        usage.getImageTokens(),
        usage.getAudioInputTokens(),
        usage.getAudioOutputTokens(),
        usage.getCacheWriteLongTokens(),
        usage.getEstimated(),
        terminal.getCostMicros(),
        terminal.getSavedMicros(),
        terminal.getCurrency(),
        terminal.getFirstTokenUs(),
        terminal.getProviderUs(),
        terminal.getOverheadUs(),
        terminal.getTotalUs(),
        terminal.getFindings().toArray(),
        terminal.getRedactions(),
        event.getAt());
  }

  private static Row attempt(EventRecord event, Attempt attempt) {
    Usage usage = attempt.getUsage();
    return row(
        Table.ATTEMPTS,
        event.getEventId(),
        event.getRequestId(),
        event.getTenant(),
        event.getCredentialId(),
        event.getTeam(),
        event.getUser(),
        event.getTags(),
        event.getOperation(),
        event.getRequestedModel(),
        event.getRoute(),
        event.getPolicyVersion(),
        event.getExperiment(),
        event.getArm(),
        attempt.getNumber(),
        attempt.getProvider(),
        attempt.getModel(),
        attempt.getResult(),
        attempt.getHttpStatus(),
        attempt.getMessage(),
        event.getStream(),
        attempt.getSimulated(),
        attempt.getPriced(),
        usage.getInputTokens(),
        usage.getOutputTokens(),
        usage.getCachedInputTokens(),
        usage.getCacheWriteTokens(),
        usage.getReasoningTokens(),
        usage.getImageTokens(),
        usage.getAudioInputTokens(),
        usage.getAudioOutputTokens(),
        usage.getCacheWriteLongTokens(),
        usage.getEstimated(),
        attempt.getCostMicros(),
        attempt.getCurrency(),
        attempt.getFirstTokenUs(),
        attempt.getLatencyUs(),
        attempt.getStartedAt(),
        event.getAt());
  }

  static Row row(Table table, @Nullable Object... values) {
    return new Row(table, Arrays.asList(values));
  }

  private static String step(PathStep step) {
    return step.getProvider() + "/" + step.getModel() + ": " + step.getResult();
  }

  static <T> Object[] each(List<T> items, Function<T, Object> value) {
    return items.stream().map(value).toArray();
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
