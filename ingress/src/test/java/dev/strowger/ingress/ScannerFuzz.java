package dev.strowger.ingress;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;

/** A target of Jazzer's: the first byte says which API, the rest is the body. */
public final class ScannerFuzz {
  private static final Endpoint[] ENDPOINTS = Endpoint.values();
  private static final ObjectMapper JSON = new ObjectMapper();

  private ScannerFuzz() {}

  /** Throws what is wrong with the scanner. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    Endpoint endpoint = ENDPOINTS[(input[0] & 0xff) % ENDPOINTS.length];
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    switch (BodyScanner.scan(body, endpoint)) {
      case BodyScanner.Scan.Accepted _ -> {
        if (!JSON.readTree(body).isObject()) {
          throw new IllegalStateException("accepted what is no object");
        }
      }
      case BodyScanner.Scan.Rejected(OpenAiError error) -> {
        if (error.status() / 100 != 4) {
          throw new IllegalStateException("refused with " + error.status());
        }
      }
    }
  }
}
