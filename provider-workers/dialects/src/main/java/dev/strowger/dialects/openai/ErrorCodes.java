package dev.strowger.dialects.openai;

import dev.strowger.dialects.FailureKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Codes in error bodies, in lower case. Sources: the error pages of OpenAI, Groq, Cerebras,
 * DashScope, Azure OpenAI, and Z.ai (the numbers).
 */
final class ErrorCodes {
  private static final Map<FailureKind, String> CODES =
      Map.of(
          FailureKind.CONTEXT_LENGTH,
          "context_length_exceeded 1261",
          FailureKind.CONTENT_FILTER,
          "content_filter content_policy_violation responsibleaipolicyviolation invalid_prompt"
              + " data_inspection_failed datainspectionfailed 1300 1301",
          FailureKind.RATE_LIMITED,
          "insufficient_quota rate_limit_exceeded billing_hard_limit_reached"
              + " request_quota_exceeded token_quota_exceeded too_many_requests limit_requests"
              + " arrearage 1113 1302 1303 1304 1305 1308 1309 1310 1313",
          FailureKind.OVERLOADED,
          "queue_exceeded server_overloaded slow_down nocapacity 1312",
          FailureKind.AUTHENTICATION,
          "invalid_api_key wrong_api_key"
              + " 1000 1001 1002 1003 1004 1110 1111 1112 1120 1121 1220",
          FailureKind.NOT_FOUND,
          "model_not_found model_decommissioned deploymentnotfound 1211 1221 1222",
          FailureKind.UNSUPPORTED,
          "unsupported_parameter unsupported_value unknown_parameter operationnotsupported 1212",
          // The model wrote what cannot be read; the client's request is in order.
          FailureKind.PROVIDER_ERROR,
          "json_validate_failed tool_use_failed 1230 1234");

  private static final Map<String, FailureKind> KINDS = kinds();

  private ErrorCodes() {}

  /** Empty if the code says nothing, or nothing certain. */
  static Optional<FailureKind> kind(String code) {
    return Optional.ofNullable(KINDS.get(code));
  }

  private static Map<String, FailureKind> kinds() {
    Map<String, FailureKind> kinds = new HashMap<>();
    CODES.forEach(
        (kind, codes) -> {
          for (String code : codes.split(" ", -1)) {
            kinds.put(code, kind);
          }
        });
    return Map.copyOf(kinds);
  }
}
