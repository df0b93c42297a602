package dev.strowger.dialects.wire;

import dev.strowger.dialects.Losses;
import dev.strowger.dialects.conversation.Conversation.Wishes;

/**
 * Wishes a family cannot fulfil, told with the same words by all that use this.
 *
 * @param provider its name, for people
 */
public record UnmetWishes(String provider, Losses losses) {
  /** Names of who asks and at what tier: they change nothing of the answer. */
  public void labels(Wishes wishes) {
    if (wishes.user().isPresent()) {
      losses.hint("user");
    }
    boolean tier =
        wishes
            .serviceTier()
            .filter(name -> !name.equals("auto") && !name.equals("default"))
            .isPresent();
    if (tier) {
      losses.hint("service_tier");
    }
  }

  public void style(Wishes wishes) {
    if (wishes.verbosity().isPresent()) {
      losses.drop("verbosity", provider + " knows no verbosity");
    }
    if (wishes.logitBias().isPresent()) {
      losses.drop("logit_bias", provider + " takes no bias of tokens");
    }
  }

  public void choices(Wishes wishes) {
    if (wishes.choices() != 1) {
      losses.refuse("n", provider + " gives exactly one choice");
    }
  }

  public void logprobs(Wishes wishes) {
    if (wishes.logprobs()) {
      losses.drop("logprobs", provider + " gives no token probabilities");
    }
  }
}
