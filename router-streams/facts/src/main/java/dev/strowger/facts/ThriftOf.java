package dev.strowger.facts;

import dev.strowger.policy.CallFacts;
import dev.strowger.records.Thrift;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be asked when a budget is spent, as it travels and as the policy knows it. */
public final class ThriftOf {
  private ThriftOf() {}

  static Optional<CallFacts.Thrift> record(@Nullable Thrift thrift) {
    return thrift == null ? Optional.empty() : Optional.of(all(List.of(thrift)));
  }

  /** What several spent budgets require together. */
  public static CallFacts.Thrift all(List<Thrift> thrifts) {
    return new CallFacts.Thrift(
        thrifts.stream().anyMatch(Thrift::getSelfHosted),
        least(thrifts, Thrift::getMaxInputMicros),
        least(thrifts, Thrift::getMaxOutputMicros));
  }

  static Thrift policy(CallFacts.Thrift thrift) {
    return new Thrift(
        thrift.selfHosted(), nullable(thrift.maxInputMicros()), nullable(thrift.maxOutputMicros()));
  }

  private static OptionalLong least(List<Thrift> thrifts, Function<Thrift, @Nullable Long> price) {
    return thrifts.stream()
        .flatMap(thrift -> Stream.ofNullable(price.apply(thrift)))
        .mapToLong(Long::longValue)
        .min();
  }

  private static @Nullable Long nullable(OptionalLong price) {
    return price.isPresent() ? price.getAsLong() : null;
  }
}
