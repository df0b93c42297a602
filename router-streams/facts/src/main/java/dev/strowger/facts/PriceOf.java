package dev.strowger.facts;

import dev.strowger.policy.ModelPrice;
import dev.strowger.records.Price;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Prices as they travel. */
public final class PriceOf {
  private PriceOf() {}

  public static Price price(ModelPrice price) {
    ModelPrice.Special special = price.special();
    return Price.newBuilder()
        .setCurrency(price.currency())
        .setInputMicrosPerMillion(price.inputMicrosPerMillion())
        .setOutputMicrosPerMillion(price.outputMicrosPerMillion())
        .setCachedInputMicrosPerMillion(price.cachedInputMicrosPerMillion())
        .setCacheWriteMicrosPerMillion(price.cacheWriteMicrosPerMillion())
        .setImageMicrosPerMillion(boxed(special.image()))
        .setAudioInputMicrosPerMillion(boxed(special.audioInput()))
        .setAudioOutputMicrosPerMillion(boxed(special.audioOutput()))
        .setReasoningMicrosPerMillion(boxed(special.reasoning()))
        .setCacheWriteLongMicrosPerMillion(boxed(special.cacheWriteLong()))
        .setCallMicros(special.callMicros())
        .build();
  }

  private static @Nullable Long boxed(OptionalLong micros) {
    return micros.isPresent() ? (Long) micros.getAsLong() : null;
  }
}
