// The Responses API with the stock OpenAI client, unchanged, against a running gateway.
// Environment: STROWGER_URL (e.g. http://127.0.0.1:8080/v1), STROWGER_KEY, MODELS (with spaces between).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.env.STROWGER_URL, apiKey: process.env.STROWGER_KEY, maxRetries: 0 });
const { responses } = client;
const models = process.env.MODELS.split(' ');
const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'Weather of a city',
  strict: true,
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};
const result = ({ call_id }) => ({ type: 'function_call_output', call_id, output: '21 degrees' });

for (const model of models) {
  test(`answers from ${model}`, async () => {
    const answer = await responses.create({ model, instructions: 'Be brief.', input: 'Say hello.' });
    assert.equal(answer.object, 'response');
    assert.match(answer.id, /^resp_/);
    assert.equal(answer.status, 'completed');
    assert.ok(answer.output_text.length > 0);
    assert.ok(answer.usage.input_tokens > 0 && answer.usage.output_tokens > 0);
    assert.equal(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens);
    assert.equal(answer.instructions, 'Be brief.');
  });

  test(`streams from ${model}`, async () => {
    const events = [];
    for await (const event of await responses.create({ model, input: 'Say hello.', stream: true })) events.push(event);
    assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, i) => i));
    const types = events.map((event) => event.type);
    assert.deepEqual(types.slice(0, 4), [
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
    ]);
    assert.deepEqual(types.slice(-4), [
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    const text = events.filter((event) => event.type === 'response.output_text.delta').map((event) => event.delta).join('');
    const { response } = events.at(-1);
    assert.equal(text, response.output[0].content[0].text);
    assert.equal(response.status, 'completed');
    assert.ok(response.usage.output_tokens > 0);
    assert.equal(new Set(events.filter((e) => e.response).map((e) => e.response.id)).size, 1);
  });

  test(`calls a tool and takes its result with ${model}`, async () => {
    const input = [{ role: 'user', content: 'What is the weather in Vienna?' }];
    const first = await responses.create({ model, input, tools: [weather], store: false });
    const call = first.output.find((item) => item.type === 'function_call');
    assert.equal(call.name, 'get_weather');
    assert.ok('city' in JSON.parse(call.arguments));

    const second = await responses.create({ model, input: [...input, ...first.output, result(call)], tools: [weather], store: false });
    assert.ok(second.output_text.length > 0);
  });

  test(`streams a tool call from ${model}, and goes on from its id`, async () => {
    const stream = responses.stream({ model, input: 'What is the weather in Vienna?', tools: [weather], tool_choice: 'required' });
    const types = [];
    for await (const event of stream) types.push(event.type);
    const first = await stream.finalResponse();
    assert.ok(types.includes('response.function_call_arguments.delta'));
    assert.ok(types.includes('response.function_call_arguments.done'));
    const call = first.output.find((item) => item.type === 'function_call');
    assert.ok('city' in JSON.parse(call.arguments));

    const second = await responses.create({ model, previous_response_id: first.id, input: [result(call)], tools: [weather] });
    assert.equal(second.previous_response_id, first.id);
    assert.ok(second.output_text.length > 0);
  });

  test(`gives an object of a schema from ${model}`, async () => {
    const schema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'], additionalProperties: false };
    const format = { type: 'json_schema', name: 'city', schema, strict: true };
    const answer = await responses.create({ model, input: 'Describe Vienna.', text: { format } });
    assert.equal(typeof JSON.parse(answer.output_text).name, 'string');
    assert.equal(answer.text.format.type, 'json_schema');
  });

  test(`says that an answer was cut at its limit by ${model}`, async () => {
    const answer = await responses.create({ model, input: 'Tell of Vienna in 200 words.', max_output_tokens: 16 });
    assert.equal(answer.status, 'incomplete');
    assert.equal(answer.incomplete_details.reason, 'max_output_tokens');
  });
}

test('keeps a response until it is deleted', async () => {
  const made = await responses.create({ model: models[0], input: 'Say hello.', metadata: { topic: 'greeting' } });
  const kept = await responses.retrieve(made.id);
  assert.deepEqual(kept.output, made.output);
  assert.deepEqual(kept.metadata, { topic: 'greeting' });
  await responses.delete(made.id);
  await assert.rejects(responses.retrieve(made.id), OpenAI.NotFoundError);
  await assert.rejects(responses.create({ model: models[0], previous_response_id: made.id, input: 'And?' }), OpenAI.APIError);
});

test('keeps what was streamed', async () => {
  const made = await responses.stream({ model: models[0], input: 'Say hello.' }).finalResponse();
  const kept = await responses.retrieve(made.id);
  assert.equal(kept.output_text, made.output[0].content[0].text);
  assert.equal(kept.status, 'completed');
});

test('tells what a response was asked', async () => {
  const made = await responses.create({ model: models[0], input: 'Say hello.' });
  const items = [];
  for await (const item of responses.inputItems.list(made.id)) items.push(item);
  assert.deepEqual(items.map(({ role, content }) => [role, content[0].text]), [['user', 'Say hello.']]);

  const next = await responses.create({ model: models[0], previous_response_id: made.id, input: 'Again.' });
  const roles = [];
  for await (const { role } of responses.inputItems.list(next.id, { limit: 1, order: 'asc' })) roles.push(role);
  assert.deepEqual(roles, ['user', 'assistant', 'user']);
});

test('takes references to items in their place', async () => {
  const made = await responses.create({ model: models[0], input: 'Say hello.' });
  const references = made.output.map(({ id }) => ({ type: 'item_reference', id }));
  const next = await responses.create({ model: models[0], input: [...references, { role: 'user', content: 'Again.' }] });
  const items = [];
  for await (const item of responses.inputItems.list(next.id)) items.push(item);
  assert.deepEqual(items.slice(1), made.output.toReversed());
  const none = { type: 'item_reference', id: 'msg_none' };
  await assert.rejects(
    responses.create({ model: models[0], input: [none] }),
    (e) => e instanceof OpenAI.BadRequestError && e.param === 'input' && /msg_none/.test(e.message),
  );
});

test('does not keep what is not to be stored', async () => {
  const made = await responses.create({ model: models[0], input: 'Say hello.', store: false });
  await assert.rejects(responses.retrieve(made.id), OpenAI.NotFoundError);
});

for (const stream of [false, true]) {
  test(`refuses what is wrong${stream ? ' before a stream' : ''}`, async () => {
    await assert.rejects(
      responses.create({ model: 'no-such-model', input: 'x', stream }),
      (e) => e instanceof OpenAI.NotFoundError && e.code === 'model_not_found',
    );
    await assert.rejects(responses.create({ model: models[0], stream }), (e) => e instanceof OpenAI.BadRequestError && e.param === 'input');
    await assert.rejects(
      responses.create({ model: models[0], input: 'x', previous_response_id: 'resp_none', stream }),
      (e) => e.code === 'previous_response_not_found',
    );
  });
}
