package dev.strowger.records;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Lets Avro load the classes of this package, which it refuses to load by name otherwise.
 *
 * <p>Avro finds this as a service when it parses the first schema, and so before any record is
 * built, written or read; in the shape of a factory for a logical type that no schema uses, because
 * that is the service it looks for then.
 */
public final class RecordsAreTrusted implements LogicalTypes.LogicalTypeFactory {
  private static final String PACKAGE = RecordsAreTrusted.class.getPackageName();

  /** For Avro's service loader. */
  public RecordsAreTrusted() {
    ClassSecurityValidator.ClassSecurityPredicate others = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        type -> type.getPackageName().equals(PACKAGE) || others.isTrusted(type));
  }

  @Override
  public LogicalType fromSchema(Schema schema) {
    return new LogicalType(getTypeName());
  }

  @Override
  public String getTypeName() {
    return "strowger-none";
  }
}
