package dev.strowger.worker;

import dev.strowger.records.PlanStep;
import java.util.function.Predicate;

/**
 * Steps that run beside one another, of all pools of this process.
 *
 * @param down targets that are known not to answer: none is started beside another step
 */
record Hedging(Rivals rivals, Publisher publisher, TimeSource time, Predicate<PlanStep> down) {
  Race race(Delivery delivery) {
    return new Race(delivery, publisher, time);
  }
}
