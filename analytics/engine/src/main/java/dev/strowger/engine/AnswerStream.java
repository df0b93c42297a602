package dev.strowger.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The answer to one SELECT in chunks; held by one thread, closed before the connection's next use.
 */
final class AnswerStream implements AutoCloseable {
  private final ChdbLibrary library;
  private final MemorySegment connection;
  private final MemorySegment stream;
  private boolean finished;

  AnswerStream(ChdbLibrary library, MemorySegment connection, MemorySegment stream) {
    this.library = library;
    this.connection = connection;
    this.stream = stream;
    String problem = library.error(stream);
    if (problem != null) {
      library.destroyResult(stream);
      throw EngineException.of(problem);
    }
  }

  /** Opens the answer once the first chunk is there, so that it comes after most errors. */
  @FunctionalInterface
  interface Opening {
    OutputStream open() throws IOException;
  }

  /**
   * Writes every chunk.
   *
   * @param rowBinaryWithHeader whether each chunk begins with names and types, which a reader wants
   *     once
   */
  void writeTo(Opening answer, boolean rowBinaryWithHeader) throws IOException {
    OutputStream out = null;
    long header = 0;
    while (!finished) {
      MemorySegment chunk = library.fetch(connection, stream);
      try {
        String problem = library.error(chunk);
        if (problem != null) {
          throw EngineException.of(problem);
        }
        MemorySegment bytes = library.bytes(chunk);
        finished = bytes.byteSize() == 0;
        if (out == null) {
          out = answer.open();
          Connection.copy(bytes, 0, out);
          header = rowBinaryWithHeader && !finished ? headerBytes(bytes) : 0;
        } else if (!finished) {
          Connection.copy(bytes, header, out);
        }
      } finally {
        library.destroyResult(chunk);
      }
    }
  }

  /** Length of RowBinaryWithNamesAndTypes' header: a count n, n names, n types, each as LEB128. */
  static long headerBytes(MemorySegment bytes) {
    long[] at = {0};
    long texts = 2 * varint(bytes, at);
    for (long i = 0; i < texts; i++) {
      long size = varint(bytes, at);
      at[0] += size;
    }
    return at[0];
  }

  private static long varint(MemorySegment bytes, long[] at) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes.get(ValueLayout.JAVA_BYTE, at[0]++);
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  @Override
  public void close() {
    if (!finished) {
      library.cancelQuery(connection, stream);
    }
    library.destroyResult(stream);
    if (!finished) {
      // The engine keeps a broken query, and its memory, until the connection's next statement.
      library.destroyResult(library.query(connection, Command.of("SELECT 1")));
    }
  }
}
