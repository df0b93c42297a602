// Writes or reads one value with the official serializer. Values travel to and from the test as
// JSON lines on stdin and stdout; bytes as hex.
import { createInterface } from 'node:readline';
import {
  AvroDeserializer,
  AvroSerializer,
  SchemaRegistryClient,
  SerdeType,
} from '@confluentinc/schemaregistry';

// JSON has no bytes and no 64-bit integers: avsc gives Buffers and takes numbers.
const toJson = (key, value) =>
  value?.type === 'Buffer' ? { hex: Buffer.from(value.data).toString('hex') } : value;
const fromJson = (key, value) =>
  typeof value?.hex === 'string' ? Buffer.from(value.hex, 'hex') : value;

const answer = async (line) => {
  const client = new SchemaRegistryClient({ baseURLs: [process.argv[2]] });
  const serializer = new AvroSerializer(client, SerdeType.VALUE, {
    autoRegisterSchemas: false,
    useLatestVersion: true,
  });
  const deserializer = new AvroDeserializer(client, SerdeType.VALUE, {});
  const { topic, hex } = JSON.parse(line);
  const value = hex
    ? await deserializer.deserialize(topic, Buffer.from(hex, 'hex'))
    : JSON.parse(line, fromJson).value;
  const bytes = await serializer.serialize(topic, value);
  process.stdout.write(JSON.stringify({ value, hex: bytes.toString('hex') }, toJson) + '\n');
};

// One question at a time: the test waits for each answer.
createInterface({ input: process.stdin }).on('line', (line) =>
  answer(line).catch((error) => {
    console.error(error);
    process.exit(1);
  }),
);
