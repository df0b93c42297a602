// JSON Schemas of what the door answers with, derived from the declarations of the clients that OpenAI
// and Anthropic generate, and kept in files.
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const here = dirname(fileURLToPath(import.meta.url));

/** The npm packages that declare the kinds of <name>.ts. */
export const sources = { openai: 'openai-types', anthropic: '@anthropic-ai/sdk' };

/** {definitions: {Kinds: {properties: {<kind>: <schema>}}, ...}}; made anew when what it comes from has changed. */
export function schemas(name, folder) {
  const { version } = JSON.parse(readFileSync(join(here, '../node_modules', sources[name], 'package.json')));
  const file = join(folder, `${name}-${version}.json`);
  const kinds = join(here, `${name}.ts`);
  const changed = [kinds, fileURLToPath(import.meta.url)].map((source) => statSync(source).mtimeMs);
  if (!(statSync(file, { throwIfNoEntry: false })?.mtimeMs > Math.max(...changed))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(derived(kinds), null, 1));
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file));
}

function derived(kinds) {
  const schema = createGenerator({
    path: kinds,
    tsconfig: join(here, 'tsconfig.json'),
    type: 'Kinds',
    additionalProperties: true,
    expose: 'all',
    jsDoc: 'none',
  }).createSchema('Kinds');
  // The client computes it; the API does not send it.
  const response = schema.definitions.Response;
  if (response) {
    delete response.properties.output_text;
    response.required = response.required.filter((name) => name !== 'output_text');
  }
  // Of a block of content a client sends back what it got, and older doors to Claude (Bedrock's) refuse these
  // members in a request; so they are not asked for.
  for (const [block, member] of [['TextBlock', 'citations'], ['ToolUseBlock', 'caller']]) {
    const { required } = schema.definitions[block] ?? {};
    if (required?.includes(member)) required.splice(required.indexOf(member), 1);
  }
  const resolve = (node) => (node.$ref ? resolve(schema.definitions[decodeURIComponent(node.$ref.split('/').pop())]) : node);
  refine(schema, resolve);
  return schema;
}

// Whole numbers in the document, but TypeScript has one kind of number only.
const WHOLE = /^(created|index|sequence_number|(.*_)?tokens|.*_index)$/;

function refine(node, resolve) {
  if (node === null || typeof node !== 'object') return;
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    if (property.type === 'number' && WHOLE.test(name)) property.type = 'integer';
  }
  if (node.anyOf) discriminate(node, resolve);
  Object.values(node).forEach((child) => refine(child, resolve));
}

// A union whose members each have a type of their own is told apart by it: what is wrong is then said of
// the member that was meant, and not of all.
function discriminate(node, resolve) {
  const objects = node.anyOf.filter((member) => resolve(member).properties);
  const others = node.anyOf.filter((member) => !objects.includes(member));
  const types = objects.map((member) => {
    const { properties, required } = resolve(member);
    return required?.includes('type') ? (properties.type?.const ?? properties.type?.enum) : undefined;
  });
  const all = types.flat();
  if (objects.length < 2 || all.includes(undefined) || new Set(all).size < all.length) return;
  const union = { type: 'object', required: ['type'], discriminator: { propertyName: 'type' }, oneOf: objects };
  if (others.length > 0) {
    node.anyOf = [union, ...others];
  } else {
    delete node.anyOf;
    Object.assign(node, union);
  }
}
