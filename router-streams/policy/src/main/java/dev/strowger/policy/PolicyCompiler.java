package dev.strowger.policy;

import java.util.List;
import java.util.Set;

final class PolicyCompiler {
  private PolicyCompiler() {}

  static Policy.Compilation compile(
      Policy.Source routes, Policy.Source models, Set<String> providers) {
    return new Policy.Compilation.Rejected(List.of());
  }
}
