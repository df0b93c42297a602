package dev.strowger.console.replay;

import dev.strowger.facts.PriceOf;
import dev.strowger.policy.ModelPrice;
import dev.strowger.records.RequestFacts;
import dev.strowger.records.Usage;
import dev.strowger.topics.Charge;

/** Tokens of one request, as they were counted or as they may be expected. */
record Tokens(Usage usage) {
  /** Of an answer, where neither its length is known nor a bound was set. */
  static final long ASSUMED_OUTPUT = 256;

  static Tokens counted(Usage usage) {
    return new Tokens(usage);
  }

  static Tokens expected(RequestFacts facts) {
    Long most = facts.getMaxOutputTokens();
    return new Tokens(
        Usage.newBuilder()
            .setInputTokens(facts.getPromptTokens())
            .setOutputTokens(most == null ? ASSUMED_OUTPUT : most)
            .build());
  }

  long costMicros(ModelPrice price) {
    return Charge.micros(usage, PriceOf.price(price));
  }
}
