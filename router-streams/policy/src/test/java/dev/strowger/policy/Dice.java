package dev.strowger.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Choices at random, the same for the same seed. */
class Dice {
  final Random random;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  final <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  final <T> Set<T> some(List<T> of) {
    Set<T> some = new LinkedHashSet<>(of);
    some.removeIf(each -> random.nextBoolean());
    return some;
  }

  final <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  final <T> T few(Supplier<? extends T> value, T otherwise) {
    return random.nextInt(6) == 0 ? value.get() : otherwise;
  }
}
