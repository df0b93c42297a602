package dev.strowger.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One connection to the engine in this process; used by one thread at a time. */
final class Connection implements AutoCloseable {
  private static final int CHUNK_BYTES = 256 << 10;

  private final ChdbLibrary library;
  private final MemorySegment address;
  private final MemorySegment handle;
  private String database = "default";

  private Connection(ChdbLibrary library, MemorySegment address) {
    this.library = library;
    this.address = address;
    this.handle = ChdbLibrary.handle(address);
  }

  /**
   * @param arguments {@code --name=value}: settings of this connection, and for the first one of a
   *     process those of the engine
   */
  static Connection open(ChdbLibrary library, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("engine"));
    all.addAll(arguments);
    // Without this a word the parser does not know counts as the start of a SELECT.
    all.add("--implicit_select=0");
    MemorySegment address = library.connect(all);
    if (address.address() == 0) {
      throw EngineException.of(
          EngineException.UNKNOWN_EXCEPTION, "NO_CONNECTION", "The engine refused a connection");
    }
    return new Connection(library, address);
  }

  StatementKind classify(String sql) {
    return library.classify(handle, sql);
  }

  /** Makes a database the one unqualified names are looked up in. */
  void use(String name) {
    if (!name.equals(database)) {
      run("USE `" + name.replace("\\", "\\\\").replace("`", "\\`") + "`");
      database = name;
    }
  }

  /** Sets settings of this connection. */
  void set(Map<String, String> settings) {
    settings.forEach((name, value) -> run("SET " + name + " = " + quoted(value)));
  }

  /** Takes the defaults back. */
  void reset(Iterable<String> settings) {
    settings.forEach(name -> run("SET " + name + " = DEFAULT"));
  }

  /** Opens the answer when the statement is done. */
  @FunctionalInterface
  interface Answering {
    OutputStream begin(Summary summary) throws IOException;
  }

  /** Runs a statement whose answer is of no interest. */
  Summary run(String sql) {
    try {
      return run(Command.of(sql), summary -> OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new IllegalStateException("a null stream does not fail", e);
    }
  }

  /** Runs a statement, then writes its whole answer. */
  Summary run(Command command, Answering answer) throws IOException {
    MemorySegment result = library.query(handle, command);
    try {
      EngineException.throwIfSet(library.error(result));
      Summary summary = library.summary(result);
      try (OutputStream out = answer.begin(summary)) {
        copy(library.bytes(result), 0, out);
      }
      return summary;
    } finally {
      library.destroyResult(result);
    }
  }

  /** Begins a SELECT whose answer comes in chunks. */
  AnswerStream stream(Command command) {
    return new AnswerStream(library, handle, library.streamQuery(handle, command));
  }

  /** Runs an insert with its data in the command's format; all of it is stored or none. */
  Summary insert(Command command, InputStream data) throws IOException {
    MemorySegment stream = library.streamInsert(handle, command);
    boolean finished = false;
    try (Arena arena = Arena.ofConfined()) {
      EngineException.throwIfSet(library.insertError(stream));
      MemorySegment chunk = arena.allocate(CHUNK_BYTES);
      byte[] bytes = new byte[CHUNK_BYTES];
      for (int n = data.readNBytes(bytes, 0, bytes.length);
          n > 0;
          n = data.readNBytes(bytes, 0, bytes.length)) {
        MemorySegment.copy(bytes, 0, chunk, ValueLayout.JAVA_BYTE, 0, n);
        if (!library.append(stream, chunk, n)) {
          break;
        }
      }
      MemorySegment result = library.finishInsert(stream);
      finished = true;
      try {
        EngineException.throwIfSet(library.error(result));
        return library.summary(result);
      } finally {
        library.destroyResult(result);
      }
    } finally {
      if (!finished) {
        library.cancelInsert(stream);
      }
      library.destroyInsert(stream);
    }
  }

  @Override
  public void close() {
    library.close(address);
  }

  /** Text as a string literal. */
  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  static void copy(MemorySegment from, long offset, OutputStream out) throws IOException {
    byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, Math.max(0, from.byteSize() - offset))];
    for (long at = offset; at < from.byteSize(); at += bytes.length) {
      int n = (int) Math.min(bytes.length, from.byteSize() - at);
      MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, bytes, 0, n);
      out.write(bytes, 0, n);
    }
  }
}
