package dev.strowger.policy;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a model must be like to get a request at all. What the catalogue does not say counts against
 * it.
 *
 * @param jurisdictions all places where the model may process must be among these; empty: any
 * @param certifications it must have all of these
 * @param deniedProviders it must not be of these
 * @param openWeight its weights must be open
 * @param selfHosted it must run on machines of one's own
 * @param maxInputMicros highest price per million input tokens
 * @param maxOutputMicros highest price per million output tokens
 * @param retention how long its provider may keep data at most
 */
record Require(
    Set<String> jurisdictions,
    Set<String> certifications,
    Set<String> deniedProviders,
    boolean openWeight,
    boolean selfHosted,
    OptionalLong maxInputMicros,
    OptionalLong maxOutputMicros,
    Optional<Retention> retention) {
  static final Require NOTHING =
      new Require(
          Set.of(),
          Set.of(),
          Set.of(),
          false,
          false,
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty());

  static Require of(CallFacts.Thrift thrift) {
    return new Require(
        Set.of(),
        Set.of(),
        Set.of(),
        false,
        thrift.selfHosted(),
        thrift.maxInputMicros(),
        thrift.maxOutputMicros(),
        Optional.empty());
  }

  Require {
    jurisdictions = Set.copyOf(jurisdictions);
    certifications = Set.copyOf(certifications);
    deniedProviders = Set.copyOf(deniedProviders);
  }
}
