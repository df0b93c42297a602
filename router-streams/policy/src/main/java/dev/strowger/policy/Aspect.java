package dev.strowger.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * By what rules are looked up. Each narrows the rules that may fit a call; {@link Fit} then says
 * which do, so an aspect may find too much, but never too little.
 */
enum Aspect {
  MODEL {
    @Override
    Keys keys(Match match) {
      if (match.models().isEmpty()) {
        return Keys.ANY;
      }
      List<String> exact = new ArrayList<>();
      List<String> prefixes = new ArrayList<>();
      match.models().forEach(m -> (m.open() ? prefixes : exact).add(m.prefix()));
      return Keys.of(exact, prefixes);
    }

    @Override
    Collection<String> values(CallFacts call) {
      return List.of(call.asked().model());
    }
  },
  TENANT {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.who().tenants());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return List.of(call.caller().tenant());
    }
  },
  TEAM {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.who().teams());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return List.of(call.caller().team());
    }
  },
  CREDENTIAL {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.who().credentials());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return List.of(call.caller().credential());
    }
  },
  /** By the first of the tags alone. */
  TAG {
    @Override
    Keys keys(Match match) {
      return Keys.ofFirst(match.who().tags());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return pairs(call.caller().tags());
    }
  },
  /** By the first of the headers alone. */
  HEADER {
    @Override
    Keys keys(Match match) {
      return Keys.ofFirst(match.asked().headers());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return pairs(call.asked().headers());
    }
  },
  OPERATION {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.asked().operations());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return List.of(call.asked().operation());
    }
  },
  STREAM {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.asked().stream().map(String::valueOf).stream().toList());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return List.of(String.valueOf(call.asked().stream()));
    }
  },
  /** By the first of the capabilities alone. */
  CAPABILITY {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.asked().capabilities().stream().sorted().limit(1).toList());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return call.asked().needs();
    }
  },
  LANGUAGE {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.prompt().languages());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return List.of(call.prompt().language());
    }
  },
  INTENT {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.prompt().intents().keySet());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return call.prompt().intents().keySet();
    }
  },
  DATA_CLASS {
    @Override
    Keys keys(Match match) {
      return Keys.of(match.prompt().dataClasses());
    }

    @Override
    Collection<String> values(CallFacts call) {
      return call.prompt().dataClasses();
    }

    @Override
    boolean undetermined(CallFacts call) {
      return call.prompt().undetermined();
    }
  };

  /** What a rule names. */
  abstract Keys keys(Match match);

  /** What a call has. */
  abstract Collection<String> values(CallFacts call);

  /** Whether every rule may fit the call, whatever it names. */
  boolean undetermined(CallFacts call) {
    return false;
  }

  private static Collection<String> pairs(Map<String, String> map) {
    List<String> pairs = new ArrayList<>(map.size());
    map.forEach((key, value) -> pairs.add(pair(key, value)));
    return pairs;
  }

  private static String pair(String key, String value) {
    return key + '\0' + value;
  }

  /** What a rule names; it is found by any one of these. */
  record Keys(boolean any, Collection<String> exact, Collection<String> prefixes) {
    static final Keys ANY = new Keys(true, List.of(), List.of());

    static Keys of(Collection<String> exact) {
      return of(exact, List.of());
    }

    /** The beginning of every name is the same as none, and cheaper. */
    static Keys of(Collection<String> exact, Collection<String> prefixes) {
      boolean any = (exact.isEmpty() && prefixes.isEmpty()) || prefixes.contains("");
      // Twice the same name would enter the rule twice.
      return any ? ANY : new Keys(false, new TreeSet<>(exact), new TreeSet<>(prefixes));
    }

    static Keys of(Names names) {
      return of(names.exact(), names.prefixes());
    }

    static Keys ofFirst(Map<String, Names> byKey) {
      if (byKey.isEmpty()) {
        return ANY;
      }
      Map.Entry<String, Names> first = new TreeMap<>(byKey).firstEntry();
      Names names = first.getValue();
      String key = first.getKey();
      return names.any()
          ? of(List.of(), List.of(pair(key, "")))
          : of(
              names.exact().stream().map(value -> pair(key, value)).toList(),
              names.prefixes().stream().map(value -> pair(key, value)).toList());
    }
  }
}
