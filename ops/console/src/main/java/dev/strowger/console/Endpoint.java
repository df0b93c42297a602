package dev.strowger.console;

/** What one path and method of the console does; runs on a pool and may block. */
@FunctionalInterface
interface Endpoint {
  /**
   * @throws Refusal if the call cannot be served; anything else is answered with 500
   */
  Reply answer(Call call) throws Exception;
}
