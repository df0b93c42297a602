package dev.strowger.router;

import dev.strowger.records.AlertsGiven;
import dev.strowger.records.AuditHead;
import dev.strowger.records.AuditRecord;
import dev.strowger.records.AuditedAction;
import dev.strowger.records.Balance;
import dev.strowger.records.DeadLetter;
import dev.strowger.records.DecisionRecord;
import dev.strowger.records.EventRecord;
import dev.strowger.records.ExperimentState;
import dev.strowger.records.IdempotentRequest;
import dev.strowger.records.LedgerEntry;
import dev.strowger.records.LimitAlert;
import dev.strowger.records.PolicyRecord;
import dev.strowger.records.ProviderHealth;
import dev.strowger.records.ReplyRecord;
import dev.strowger.records.RequestRecord;
import dev.strowger.records.RoutedRecord;
import dev.strowger.records.ShadowRecord;
import dev.strowger.records.TargetStats;
import dev.strowger.records.TokenFactor;
import dev.strowger.topics.RegistryException;
import dev.strowger.topics.SchemaRegistry;
import java.util.List;
import org.apache.avro.Schema;

/** Gives each schema its place in this list, so that several processes agree without a server. */
final class FixedSchemas implements SchemaRegistry {
  private static final List<Schema> SCHEMAS =
      List.of(
          RequestRecord.getClassSchema(),
          RoutedRecord.getClassSchema(),
          DecisionRecord.getClassSchema(),
          EventRecord.getClassSchema(),
          ReplyRecord.getClassSchema(),
          PolicyRecord.getClassSchema(),
          ProviderHealth.getClassSchema(),
          DeadLetter.getClassSchema(),
          LedgerEntry.getClassSchema(),
          ShadowRecord.getClassSchema(),
          TargetStats.getClassSchema(),
          ExperimentState.getClassSchema(),
          AuditRecord.getClassSchema(),
          AuditHead.getClassSchema(),
          AuditedAction.getClassSchema(),
          IdempotentRequest.getClassSchema(),
          Balance.getClassSchema(),
          TokenFactor.getClassSchema(),
          AlertsGiven.getClassSchema(),
          LimitAlert.getClassSchema());

  @Override
  public int idOf(String subject, Schema schema) {
    int place = SCHEMAS.indexOf(schema);
    if (place < 0) {
      throw new RegistryException("not listed: " + schema.getFullName());
    }
    return place + 1;
  }

  @Override
  public Schema byId(int id) {
    if (id < 1 || id > SCHEMAS.size()) {
      throw new RegistryException("no schema has the id " + id);
    }
    return SCHEMAS.get(id - 1);
  }
}
