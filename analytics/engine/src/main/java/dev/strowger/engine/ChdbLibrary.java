package dev.strowger.engine;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of {@code libchdb.so} (chDB 26.7) that this system calls, one method each. Results,
 * streams and connections are opaque addresses; whoever gets one must hand it back to its destroy
 * or close method exactly once.
 */
@SuppressWarnings("restricted") // Native access is this class's purpose.
final class ChdbLibrary {
  private static final AddressLayout PTR = ValueLayout.ADDRESS;
  private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;
  private static final MemoryLayout INT = ValueLayout.JAVA_INT;
  private static final long LONGEST_ERROR_BYTES = 1 << 20;

  private final Linker linker = Linker.nativeLinker();
  private final SymbolLookup symbols;
  private final MethodHandle connect;
  private final MethodHandle closeConnection;
  private final MethodHandle query;
  private final MethodHandle streamQuery;
  private final MethodHandle fetch;
  private final MethodHandle cancelQuery;
  private final MethodHandle destroyResult;
  private final MethodHandle buffer;
  private final MethodHandle length;
  private final MethodHandle rowsRead;
  private final MethodHandle rowsWritten;
  private final MethodHandle bytesWritten;
  private final MethodHandle error;
  private final MethodHandle insert;
  private final MethodHandle append;
  private final MethodHandle done;
  private final MethodHandle cancelInsert;
  private final MethodHandle insertError;
  private final MethodHandle destroyInsert;
  private final MethodHandle classify;
  private final MethodHandle exit;

  private ChdbLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
    FunctionDescriptor text =
        FunctionDescriptor.of(PTR, PTR, PTR, LONG, PTR, LONG, PTR, PTR, PTR, PTR, LONG);
    connect = bind("chdb_connect", FunctionDescriptor.of(PTR, INT, PTR));
    closeConnection = bind("chdb_close_conn", FunctionDescriptor.ofVoid(PTR));
    query = bind("chdb_query_with_params_n", text);
    streamQuery = bind("chdb_stream_query_with_params_n", text);
    fetch = bind("chdb_stream_fetch_result", FunctionDescriptor.of(PTR, PTR, PTR));
    cancelQuery = bind("chdb_stream_cancel_query", FunctionDescriptor.ofVoid(PTR, PTR));
    destroyResult = bind("chdb_destroy_query_result", FunctionDescriptor.ofVoid(PTR));
    buffer = bind("chdb_result_buffer", FunctionDescriptor.of(PTR, PTR));
    length = bind("chdb_result_length", FunctionDescriptor.of(LONG, PTR));
    rowsRead = bind("chdb_result_storage_rows_read", FunctionDescriptor.of(LONG, PTR));
    rowsWritten = bind("chdb_result_rows_written", FunctionDescriptor.of(LONG, PTR));
    bytesWritten = bind("chdb_result_bytes_written", FunctionDescriptor.of(LONG, PTR));
    error = bind("chdb_result_error", FunctionDescriptor.of(PTR, PTR));
    insert = bind("chdb_stream_insert_with_params_n", text);
    append = bind("chdb_stream_append", FunctionDescriptor.of(INT, PTR, PTR, LONG));
    done = bind("chdb_stream_done", FunctionDescriptor.of(PTR, PTR));
    cancelInsert = bind("chdb_stream_cancel_insert", FunctionDescriptor.ofVoid(PTR));
    insertError = bind("chdb_stream_insert_error", FunctionDescriptor.of(PTR, PTR));
    destroyInsert = bind("chdb_destroy_insert_stream", FunctionDescriptor.ofVoid(PTR));
    classify =
        bind("chdb_classify_query_n", FunctionDescriptor.of(INT, PTR, PTR, LONG, PTR, LONG, PTR));
    exit =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("_exit"), FunctionDescriptor.ofVoid(INT));
  }

  /**
   * Loads the library for the rest of the process's life.
   *
   * <p>Its signal handlers are turned off first: the JVM needs SIGSEGV for its implicit null checks
   * and hangs with them on.
   */
  static ChdbLibrary load(Path file) {
    ChdbLibrary library = new ChdbLibrary(SymbolLookup.libraryLookup(file, Arena.global()));
    MethodHandle signals =
        library.bind("chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(INT));
    NativeCall.run(
        () -> {
          signals.invokeExact(0);
        });
    return library;
  }

  /** Address of a connection's address; null if the engine refused. */
  MemorySegment connect(List<String> arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment argv = arena.allocate(PTR, arguments.size() + 1L);
      for (int i = 0; i < arguments.size(); i++) {
        argv.setAtIndex(PTR, i, arena.allocateFrom(arguments.get(i)));
      }
      return NativeCall.call(() -> (MemorySegment) connect.invokeExact(arguments.size(), argv));
    }
  }

  /** What statements want of a connection. */
  static MemorySegment handle(MemorySegment connectionAddress) {
    return connectionAddress.reinterpret(PTR.byteSize()).get(PTR, 0);
  }

  void close(MemorySegment connectionAddress) {
    NativeCall.run(
        () -> {
          closeConnection.invokeExact(connectionAddress);
        });
  }

  MemorySegment query(MemorySegment connection, Command command) {
    return withText(query, connection, command);
  }

  MemorySegment streamQuery(MemorySegment connection, Command command) {
    return withText(streamQuery, connection, command);
  }

  MemorySegment streamInsert(MemorySegment connection, Command command) {
    return withText(insert, connection, command);
  }

  MemorySegment fetch(MemorySegment connection, MemorySegment stream) {
    return NativeCall.call(() -> (MemorySegment) fetch.invokeExact(connection, stream));
  }

  void cancelQuery(MemorySegment connection, MemorySegment stream) {
    NativeCall.run(
        () -> {
          cancelQuery.invokeExact(connection, stream);
        });
  }

  void destroyResult(MemorySegment result) {
    NativeCall.run(
        () -> {
          destroyResult.invokeExact(result);
        });
  }

  /** The bytes of a result, valid until it is destroyed. */
  MemorySegment bytes(MemorySegment result) {
    long size = number(length, result);
    MemorySegment address = NativeCall.call(() -> (MemorySegment) buffer.invokeExact(result));
    return size == 0 || address.address() == 0 ? MemorySegment.NULL : address.reinterpret(size);
  }

  Summary summary(MemorySegment result) {
    return new Summary(
        number(rowsRead, result), number(rowsWritten, result), number(bytesWritten, result));
  }

  @Nullable String error(MemorySegment result) {
    return text(NativeCall.call(() -> (MemorySegment) error.invokeExact(result)));
  }

  /** False if the stream already failed. */
  boolean append(MemorySegment stream, MemorySegment chunk, long size) {
    return NativeCall.call(() -> (int) append.invokeExact(stream, chunk, size)) == 0;
  }

  MemorySegment finishInsert(MemorySegment stream) {
    return NativeCall.call(() -> (MemorySegment) done.invokeExact(stream));
  }

  void cancelInsert(MemorySegment stream) {
    NativeCall.run(
        () -> {
          cancelInsert.invokeExact(stream);
        });
  }

  @Nullable String insertError(MemorySegment stream) {
    return text(NativeCall.call(() -> (MemorySegment) insertError.invokeExact(stream)));
  }

  void destroyInsert(MemorySegment stream) {
    NativeCall.run(
        () -> {
          destroyInsert.invokeExact(stream);
        });
  }

  /** What the engine's own parser says of a text. */
  StatementKind classify(MemorySegment connection, String sql) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = utf8(arena, sql);
      MemorySegment analysis = arena.allocate(ValueLayout.JAVA_INT, 4);
      analysis.setAtIndex(ValueLayout.JAVA_INT, 0, (int) analysis.byteSize());
      int state =
          NativeCall.call(
              () ->
                  (int)
                      classify.invokeExact(
                          connection, text, text.byteSize(), MemorySegment.NULL, 0L, analysis));
      return state != 0
          ? StatementKind.UNPARSED
          : StatementKind.of(
              analysis.getAtIndex(ValueLayout.JAVA_INT, 1),
              analysis.getAtIndex(ValueLayout.JAVA_INT, 3));
    }
  }

  /** Ends the process without the destructors of the library, which abort. */
  void exit(int code) {
    NativeCall.run(
        () -> {
          exit.invokeExact(code);
        });
  }

  private MemorySegment withText(MethodHandle function, MemorySegment connection, Command command) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sql = utf8(arena, command.sql());
      MemorySegment format = utf8(arena, command.format());
      long count = command.parameters().size();
      MemorySegment names = arena.allocate(PTR, count + 1);
      MemorySegment nameSizes = arena.allocate(ValueLayout.JAVA_LONG, count + 1);
      MemorySegment values = arena.allocate(PTR, count + 1);
      MemorySegment valueSizes = arena.allocate(ValueLayout.JAVA_LONG, count + 1);
      int at = 0;
      for (Map.Entry<String, String> parameter : command.parameters().entrySet()) {
        put(names, nameSizes, at, utf8(arena, parameter.getKey()));
        put(values, valueSizes, at, utf8(arena, parameter.getValue()));
        at++;
      }
      return NativeCall.call(
          () ->
              (MemorySegment)
                  function.invokeExact(
                      connection,
                      sql,
                      sql.byteSize(),
                      format,
                      format.byteSize(),
                      names,
                      nameSizes,
                      values,
                      valueSizes,
                      count));
    }
  }

  private static void put(MemorySegment to, MemorySegment sizes, int at, MemorySegment text) {
    to.setAtIndex(PTR, at, text);
    sizes.setAtIndex(ValueLayout.JAVA_LONG, at, text.byteSize());
  }

  private static MemorySegment utf8(Arena arena, String text) {
    return arena.allocateFrom(ValueLayout.JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String text(MemorySegment address) {
    return address.address() == 0
        ? null
        : address.reinterpret(LONGEST_ERROR_BYTES).getString(0, StandardCharsets.UTF_8);
  }

  private static long number(MethodHandle function, MemorySegment result) {
    return NativeCall.call(() -> (long) function.invokeExact(result));
  }

  private MethodHandle bind(String name, FunctionDescriptor descriptor) {
    return linker.downcallHandle(symbols.findOrThrow(name), descriptor);
  }
}
