// Reads lines {"kind", "text"} and answers each with a line: the list of what is wrong with the text.
// Argument: the folder where the schemas are kept.
import { createInterface } from 'node:readline';
import { Ajv } from 'ajv';
import { schemas, sources } from './schemas.mjs';

const ajv = new Ajv({ allErrors: true, discriminator: true, strict: false, verbose: true });
for (const name of Object.keys(sources)) {
  const schema = schemas(name, process.argv[2]);
  ajv.addSchema(schema, name);
  for (const kind of Object.keys(schema.definitions.Kinds.properties)) {
    ajv.addSchema({ $ref: `${name}#/definitions/Kinds/properties/${kind}` }, kind);
  }
}

function violations({ kind, text }) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (e) {
    return [`is no JSON: ${e.message}`];
  }
  const valid = ajv.getSchema(kind);
  if (!valid) throw new Error(`no kind ${kind}`);
  if (valid(value)) return [];
  // Of a union only what is wrong with its members is news, and not that a value present is no null.
  const news = valid.errors.filter((e) => !['anyOf', 'oneOf'].includes(e.keyword) && e.schema !== 'null');
  return (news.length > 0 ? news : valid.errors).map(said);
}

function said(e) {
  const allowed = e.params.allowedValues ?? e.params.allowedValue ?? e.params.tagValue ?? '';
  const found = e.keyword === 'required' ? '' : `, found ${JSON.stringify(e.data)?.slice(0, 80)}`;
  return `${e.instancePath || '/'} ${e.message} ${allowed === '' ? '' : JSON.stringify(allowed)}${found}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = violations(JSON.parse(line));
  } catch (e) {
    answer = [`cannot be validated: ${e.message}`];
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
