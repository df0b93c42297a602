package dev.strowger.ingress;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads the value a parser stands at, or says in OpenAI's words what is wrong with it. */
final class Values {
  static final int MAX_MODEL_CHARS = 256;

  /** Of JSON that a model reads, e.g. tools. */
  static final double BYTES_OF_A_TOKEN = 4.5;

  private final JsonParser json;

  Values(JsonParser json) {
    this.json = json;
  }

  JsonParser json() {
    return json;
  }

  void skip() throws IOException {
    json.skipChildren();
  }

  /** Empty if it is null. */
  String model() throws IOException {
    String name = text("model");
    if (name.length() > MAX_MODEL_CHARS) {
      throw new BadBody(
          "string_above_max_length",
          "model",
          "Invalid 'model': expected at most " + MAX_MODEL_CHARS + " characters.");
    }
    return name;
  }

  /** Empty if it is null. */
  String text(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw BadBody.type(name, "a string", json);
    }
    return json.getText();
  }

  /** False if it is null. */
  boolean flag(String name) throws IOException {
    return flag(name, false);
  }

  boolean flag(String name, boolean ifNull) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> ifNull;
      default -> throw BadBody.type(name, "a boolean", json);
    };
  }

  @Nullable Long integer(String name, long least, long most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw BadBody.type(name, "an integer", json);
    }
    BigInteger value = json.getBigIntegerValue();
    if (value.compareTo(BigInteger.valueOf(least)) < 0) {
      throw BadBody.range(name, "integer", "at least " + least, "below_min_value", json);
    }
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw BadBody.range(name, "integer", "at most " + most, "above_max_value", json);
    }
    return value.longValueExact();
  }

  /** Null if it is null. */
  @Nullable Double decimal(String name, int least, int most) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!json.currentToken().isNumeric()) {
      throw BadBody.type(name, "a decimal", json);
    }
    double value = json.getDoubleValue();
    if (value < least) {
      throw BadBody.range(name, "decimal", "at least " + least, "below_min_value", json);
    }
    if (value > most) {
      throw BadBody.range(name, "decimal", "at most " + most, "above_max_value", json);
    }
    return value;
  }

  /** Whether the list has anything in it. */
  boolean list(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw BadBody.type(name, "an array", json);
    }
    boolean any = false;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      any = true;
      json.skipChildren();
    }
    return any;
  }

  /** Whether the object is there. */
  boolean object(String name, Field field) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return false;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw BadBody.type(name, "an object", json);
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      field.read(key);
      json.skipChildren();
    }
    return true;
  }

  /** Reads one field of an object, up to the end of its value. */
  @FunctionalInterface
  interface Field {
    void read(String name) throws IOException;
  }

  /** What JSON an output format, an object with a type, asks for; empty if none. */
  String jsonFormat(String name) throws IOException {
    String[] format = {""};
    object(
        name,
        key -> {
          if (key.equals("type") && json.currentToken() == JsonToken.VALUE_STRING) {
            String type = json.getText();
            format[0] = type.startsWith("json") ? type : "";
          }
          json.skipChildren();
        });
    return format[0];
  }

  /** Passes over a value, and says of how many bytes. */
  long skipBytes() throws IOException {
    long from = json.currentLocation().getByteOffset();
    json.skipChildren();
    return json.currentLocation().getByteOffset() - from;
  }

  static void require(String model) throws BadBody {
    if (model.isBlank()) {
      throw BadBody.missing("model");
    }
  }
}
