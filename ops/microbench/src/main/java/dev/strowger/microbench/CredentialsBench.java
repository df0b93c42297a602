package dev.strowger.microbench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Random;

/**
 * What many credentials cost an ingress against few, both in this process at the same time: memory,
 * start-up, and the time of a call that does little else than find its caller. Rounds alternate, so
 * that a slower minute of the machine falls on both; a third measurement, few against few, shows
 * how far apart the same thing comes out twice. A percentile is taken in every round, and the
 * median of the rounds counts: one pause of the machine makes one round slow, not the result.
 */
public final class CredentialsBench {
  private static final int FEW = 10;
  private static final int MANY = 100_000;
  private static final int ROUNDS = 60;
  private static final int WARM = 10_000;
  private static final int CALLS = 1_000;
  private static final long SEED = 20_261_121;

  private CredentialsBench() {}

  /**
   * @param arguments how many are few, and many
   */
  public static void main(String[] arguments) throws Exception {
    int few = arguments.length > 0 ? Integer.parseInt(arguments[0]) : FEW;
    int many = arguments.length > 1 ? Integer.parseInt(arguments[1]) : MANY;
    try (HttpClient http = HttpClient.newHttpClient();
        ManyKeys unmeasured = ManyKeys.start(few);
        ManyKeys small = ManyKeys.start(few);
        ManyKeys large = ManyKeys.start(many)) {
      // The first one paid for loading classes.
      ManyKeys again = unmeasured;
      System.out.printf("%,d credentials against %,d, seed %d%n", many, few, SEED);
      System.out.printf(
          "start-up   %5d ms against %5d ms: %.2f times%n",
          large.startUp().toMillis(),
          small.startUp().toMillis(),
          (double) large.startUp().toMillis() / Math.max(1, small.startUp().toMillis()));
      long more = large.heapBytes() - small.heapBytes();
      System.out.printf(
          "memory     %,d bytes more: %d a credential%n", more, more / Math.max(1, many - few));
      long[][][] nanos = measure(http, small, large, again);
      print("p50", 0.50, nanos);
      print("p99", 0.99, nanos);
    }
    System.exit(0);
  }

  /** By door and round. */
  private static long[][][] measure(HttpClient http, ManyKeys... doors)
      throws IOException, InterruptedException {
    Random random = new Random(SEED);
    for (ManyKeys door : doors) {
      calls(http, door, random, new long[WARM]);
    }
    long[][][] nanos = new long[doors.length][ROUNDS][CALLS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < doors.length; i++) {
        // Who comes first changes with the round.
        int place = (i + round) % doors.length;
        calls(http, doors[place], random, nanos[place][round]);
        Arrays.sort(nanos[place][round]);
      }
    }
    return nanos;
  }

  private static void calls(HttpClient http, ManyKeys door, Random random, long[] nanos)
      throws IOException, InterruptedException {
    for (int i = 0; i < nanos.length; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(door.door())
              .header("authorization", "Bearer " + ManyKeys.key(random.nextInt(door.count())))
              .build();
      long begin = System.nanoTime();
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      nanos[i] = System.nanoTime() - begin;
      if (status != 200) {
        throw new IOException("a call was answered with " + status);
      }
    }
  }

  private static void print(String name, double share, long[][][] nanos) {
    long few = median(nanos[0], share);
    long many = median(nanos[1], share);
    long again = median(nanos[2], share);
    System.out.printf(
        "%s        %5d us against %5d us: %.2f times (few against few: %.2f times)%n",
        name, many / 1_000, few / 1_000, (double) many / few, (double) again / few);
  }

  /**
   * @param rounds each sorted
   */
  private static long median(long[][] rounds, double share) {
    long[] percentiles =
        Arrays.stream(rounds)
            .mapToLong(
                round -> round[(int) Math.min(round.length - 1L, Math.round(share * round.length))])
            .sorted()
            .toArray();
    return percentiles[percentiles.length / 2];
  }
}
