package dev.strowger.engine;

/** A call through a method handle, whose declared Throwable never comes from the native side. */
interface NativeCall<T> {
  T invoke() throws Throwable;

  /** The same without a result. */
  interface Plain {
    void invoke() throws Throwable;
  }

  static <T> T call(NativeCall<T> body) {
    try {
      return body.invoke();
    } catch (Throwable e) {
      throw new LinkageError("a native call failed", e);
    }
  }

  static void run(Plain body) {
    call(
        () -> {
          body.invoke();
          return true;
        });
  }
}
