package dev.strowger.console;

import static dev.strowger.console.PolicyViews.ordered;

import dev.strowger.policy.ModelPrice;
import java.util.Map;
import java.util.OptionalLong;

/** Prices as the admin API tells them: a kind of token without a price of its own is left out. */
final class PriceView {
  private PriceView() {}

  static Map<String, Object> of(ModelPrice price) {
    Map<String, Object> view =
        ordered(
            "currency", price.currency(),
            "inputMicrosPerMillion", price.inputMicrosPerMillion(),
            "outputMicrosPerMillion", price.outputMicrosPerMillion(),
            "cachedInputMicrosPerMillion", price.cachedInputMicrosPerMillion(),
            "cacheWriteMicrosPerMillion", price.cacheWriteMicrosPerMillion());
    ModelPrice.Special special = price.special();
    own(view, "cacheWriteLongMicrosPerMillion", special.cacheWriteLong());
    own(view, "imageMicrosPerMillion", special.image());
    own(view, "audioInputMicrosPerMillion", special.audioInput());
    own(view, "audioOutputMicrosPerMillion", special.audioOutput());
    own(view, "reasoningMicrosPerMillion", special.reasoning());
    view.put("callMicros", special.callMicros());
    return view;
  }

  private static void own(Map<String, Object> view, String name, OptionalLong micros) {
    micros.ifPresent(some -> view.put(name, some));
  }
}
