package dev.strowger.dialects.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.strowger.dialects.Calls;
import dev.strowger.dialects.Dialect.Decoding;
import dev.strowger.dialects.Dialects.Family;
import dev.strowger.dialects.FailureKind;
import dev.strowger.dialects.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bodies in the shapes that the providers' pages on errors and the issues of their clients show.
 */
class OpenAiErrorsTest {
  @ParameterizedTest(name = "{0} {1} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          openai|400|{"error":{"message":"Unsupported parameter: 'max_tokens'","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}|UNSUPPORTED
          openai|400|{"error":{"message":"Unknown parameter: 'top_k'.","type":"invalid_request_error","param":"top_k","code":"unknown_parameter"}}|UNSUPPORTED
          openai|400|{"error":{"message":"Invalid prompt: flagged","type":"invalid_request_error","param":null,"code":"invalid_prompt"}}|CONTENT_FILTER
          openai|503|{"error":{"message":"Slow down","type":"server_error","param":null,"code":"slow_down"}}|OVERLOADED
          groq|413|{"error":{"message":"Request too large for model on tokens per minute (TPM)","type":"tokens","code":"rate_limit_exceeded"}}|RATE_LIMITED
          groq|400|{"error":{"message":"Failed to call a function.","type":"invalid_request_error","code":"tool_use_failed","failed_generation":"<x>"}}|PROVIDER_ERROR
          groq|400|{"error":{"message":"Please reduce the length of the messages or completion.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}|CONTEXT_LENGTH
          groq|400|{"error":{"message":"The model `x` has been decommissioned","type":"invalid_request_error","code":"model_decommissioned"}}|NOT_FOUND
          groq|498|{"error":{"message":"Flex tier capacity exceeded","type":"capacity_exceeded"}}|OVERLOADED
          together|422|{"error":{"message":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8193.","type":"invalid_request_error","param":null,"code":null}}|CONTEXT_LENGTH
          together|402|{"error":{"message":"Credit limit exceeded","type":"credit_limit","param":null,"code":null}}|RATE_LIMITED
          together|404|{"error":{"message":"Unable to access model x","type":"invalid_request_error","param":null,"code":"model_not_available"}}|NOT_FOUND
          fireworks|400|{"error":{"object":"error","type":"invalid_request_error","code":"invalid_request_error","message":"The prompt is too long: 140000, model maximum context length: 131071"}}|CONTEXT_LENGTH
          fireworks|412|{"error":{"object":"error","type":"error","code":"PRECONDITION_FAILED","message":"Account a is suspended, possibly due to reaching the monthly spending limit"}}|RATE_LIMITED
          fireworks|404|{"error":{"object":"error","type":"invalid_request_error","code":"NOT_FOUND","message":"Model not found, inaccessible, and/or not deployed"}}|NOT_FOUND
          deepinfra|429|{"detail":{"error":"Rate limited"}}|RATE_LIMITED
          deepinfra|401|{"detail":"User is not authenticated"}|AUTHENTICATION
          cerebras|429|{"message":"Requests per day limit exceeded - too many requests sent.","type":"too_many_requests_error","param":"quota","code":"request_quota_exceeded"}|RATE_LIMITED
          cerebras|429|{"message":"We're experiencing high traffic right now!","type":"too_many_requests_error","param":"queue","code":"queue_exceeded"}|OVERLOADED
          cerebras|400|{"message":"Please reduce the length of the messages or completion. Current length is 9000 while limit is 8192","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}|CONTEXT_LENGTH
          cerebras|401|{"message":"Wrong API Key","type":"invalid_request_error","param":"api_key","code":"wrong_api_key"}|AUTHENTICATION
          sambanova|400|{"error":{"code":null,"message":"Requested generation length 1 is not possible! The maximum supported sequence length is just 8192!","param":null,"type":"Error"}}|CONTEXT_LENGTH
          xai|400|{"code":"Client specified an invalid argument","error":"This model's maximum prompt length is 131072 but the request contains 136973 tokens."}|CONTEXT_LENGTH
          xai|400|{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***yz."}|AUTHENTICATION
          xai|429|{"code":"Some resource has been exhausted","error":"Too many requests for team"}|RATE_LIMITED
          xai|403|{"code":"The caller does not have permission","error":"Content violates usage guidelines. Failed check: SAFETY"}|CONTENT_FILTER
          deepseek|400|{"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}|CONTENT_FILTER
          deepseek|401|{"error":{"message":"Authentication Fails (no such user)","type":"authentication_error","param":null,"code":"invalid_request_error"}}|AUTHENTICATION
          moonshot|400|{"error":{"type":"content_filter","message":"The request was rejected because it was considered high risk"}}|CONTENT_FILTER
          moonshot|400|{"error":{"type":"invalid_request_error","message":"Invalid request: Your request exceeded model token limit: 8192"}}|CONTEXT_LENGTH
          moonshot|429|{"error":{"type":"engine_overloaded_error","message":"The engine is currently overloaded, please try again later"}}|OVERLOADED
          moonshot|429|{"error":{"type":"exceeded_current_quota_error","message":"Your account is suspended"}}|RATE_LIMITED
          dashscope|400|{"error":{"code":"data_inspection_failed","param":null,"message":"Input data may contain inappropriate content.","type":"data_inspection_failed"}}|CONTENT_FILTER
          dashscope|400|{"error":{"code":"invalid_parameter_error","param":null,"message":"Range of input length should be [1, 30720]","type":"invalid_request_error"}}|CONTEXT_LENGTH
          dashscope|400|{"code":"Arrearage","message":"Access denied, please make sure your account is in good standing.","request_id":"r"}|RATE_LIMITED
          dashscope|429|{"code":"Throttling.AllocationQuota","message":"Allocated quota exceeded","request_id":"r"}|RATE_LIMITED
          zai|429|{"error":{"code":"1302","message":"High concurrency usage of this API"}}|RATE_LIMITED
          zai|400|{"error":{"code":"1301","message":"System detected potentially unsafe or sensitive content"}}|CONTENT_FILTER
          zai|400|{"error":{"code":"1211","message":"Model does not exist"}}|NOT_FOUND
          zai|429|{"error":{"code":"1113","message":"Your account is in arrears"}}|RATE_LIMITED
          zai|400|{"error":{"code":"1261","message":"Prompt too long"}}|CONTEXT_LENGTH
          zai|401|{"error":{"code":"1002","message":"Invalid Authentication Token"}}|AUTHENTICATION
          zai|400|{"error":{"code":"1214","message":"Invalid messages parameter"}}|BAD_REQUEST
          zai|500|{"error":{"code":"1234","message":"Network error"}}|PROVIDER_ERROR
          perplexity|400|{"error":{"message":"Invalid model 'x'.","type":"invalid_model","code":400}}|NOT_FOUND
          openrouter|403|{"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged","metadata":{"reasons":["violence"],"provider_name":"OpenAI"}}}|CONTENT_FILTER
          openrouter|400|{"error":{"code":400,"message":"This endpoint's maximum context length is 131072 tokens."}}|CONTEXT_LENGTH
          openrouter|200|{"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"slow","provider_name":"Chutes"}}}|RATE_LIMITED
          openrouter|200|{"error":{"code":503,"message":"No providers"}}|OVERLOADED
          nim|404|{"type":"about:blank","status":404,"title":"Not Found","detail":"Function not found for account"}|NOT_FOUND
          nim|402|{"type":"urn:nvcf-worker-service:problem-details:payment-required","title":"Payment Required","status":402,"detail":"Cloud credits expired"}|RATE_LIMITED
          nebius|404|{"detail":"The model `x` does not exist."}|NOT_FOUND
          vllm|400|{"object":"error","message":"The decoder prompt (length 9000) is longer than the maximum model length of 8192.","type":"BadRequestError","param":null,"code":400}|CONTEXT_LENGTH
          vllm|404|{"error":{"message":"The model `x` does not exist.","type":"NotFoundError","param":null,"code":404}}|NOT_FOUND
          vllm|200|{"object":"error","message":"Unexpected","type":"InternalServerError","param":null,"code":500}|PROVIDER_ERROR
          sglang|400|{"object":"error","message":"The input (9000 tokens) is longer than the model's context length (8192 tokens).","type":"BadRequestError","param":null,"code":400}|CONTEXT_LENGTH
          azure|400|{"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{}}}}|CONTENT_FILTER
          azure|404|{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}|NOT_FOUND
          azure|429|{"error":{"code":"429","message":"Requests have exceeded call rate limit. Please retry after 26 seconds."}}|RATE_LIMITED
          azure|429|{"error":{"code":"NoCapacity","message":"The system is currently experiencing high demand"}}|OVERLOADED
          azure|400|{"error":{"code":"OperationNotSupported","message":"The completion operation does not work with the specified model"}}|UNSUPPORTED
          azure|401|{"statusCode":401,"message":"Unauthorized. Access token is missing"}|AUTHENTICATION
          """)
  void tellsWhatAProvidersErrorMeans(String provider, int status, String body, FailureKind kind) {
    Fault fault = fault(status, body);

    assertThat(fault.kind()).as(provider).isEqualTo(kind);
    assertThat(fault.message()).isNotBlank().doesNotStartWith("HTTP ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          {"error":{"code":502,"message":"Provider returned error","metadata":{"provider_name":"Chutes","raw":"{\\"error\\":{\\"message\\":\\"gpu lost\\"}}"}}}|Provider returned error (Chutes: gpu lost)
          {"error":{"code":502,"message":"Provider returned error","metadata":{"provider_name":"Chutes","raw":"upstream sk-abcdefgh123 reset"}}}|Provider returned error (Chutes: upstream [hidden] reset)
          {"error":{"code":502,"message":"Provider returned error","metadata":{"provider_name":"Chutes"}}}|Provider returned error (Chutes)
          """)
  void keepsTheWordsOfTheProviderBehindAnAggregator(String body, String message) {
    assertThat(fault(502, body).message()).isEqualTo(message);
  }

  private static Fault fault(int status, String body) {
    Decoding decoding =
        new OpenAiDialect()
            .decode(
                Calls.response(status, body), Calls.sync("m", "{}"), Calls.provider(Family.OPENAI));
    return switch (decoding) {
      case Decoding.Failed(Fault fault) -> fault;
      case Decoding.Answered answered -> throw new AssertionError(answered);
    };
  }
}
