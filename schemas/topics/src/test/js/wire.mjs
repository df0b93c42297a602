// Writes or reads one value with the official serializer. Values travel to and from the test as
// JSON lines on stdin and stdout; bytes as hex.
import { createInterface } from 'node:readline';
import {
  AvroDeserializer,
  AvroSerializer,
  SchemaRegistryClient,
  SerdeType,
} from '@confluentinc/schemaregistry';

const client = new SchemaRegistryClient({ baseURLs: [process.argv[2]] });
const serializer = new AvroSerializer(client, SerdeType.VALUE, {
  autoRegisterSchemas: false,
  useLatestVersion: true,
});
const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});

// JSON has no bytes and no 64-bit integers: avsc gives Buffers and takes numbers.
const toJson = (key, value) =>
  value?.type === 'Buffer' ? { hex: Buffer.from(value.data).toString('hex') } : value;
const fromJson = (key, value) =>
  typeof value?.hex === 'string' ? Buffer.from(value.hex, 'hex') : value;

for await (const line of createInterface({ input: process.stdin })) {
  const { topic, hex } = JSON.parse(line);
  const value = hex
    ? await deserializer.deserialize(topic, Buffer.from(hex, 'hex'))
    : JSON.parse(line, fromJson).value;
  const bytes = await serializer.serialize(topic, value);
  console.log(JSON.stringify({ value, hex: bytes.toString('hex') }, toJson));
}
