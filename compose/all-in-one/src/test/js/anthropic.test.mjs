// The stock Anthropic client, unchanged, against a running gateway.
// Environment: STROWGER_URL (e.g. http://127.0.0.1:8080/v1), STROWGER_KEY, MODELS (with spaces between).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';

const baseURL = process.env.STROWGER_URL.replace(/\/v1$/, '');
const client = new Anthropic({ baseURL, apiKey: process.env.STROWGER_KEY, maxRetries: 0 });
const models = process.env.MODELS.split(' ');
const max_tokens = 256;
const ask = (content) => [{ role: 'user', content }];
const weather = {
  name: 'get_weather',
  description: 'Weather of a city',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

for (const model of models) {
  test(`answers from ${model}`, async () => {
    const answer = await client.messages.create({ model, max_tokens, messages: ask('Say hello.') });
    assert.equal(answer.type, 'message');
    assert.equal(answer.role, 'assistant');
    assert.equal(answer.content[0].type, 'text');
    assert.ok(answer.content[0].text.length > 0);
    assert.equal(answer.stop_reason, 'end_turn');
    assert.ok(answer.usage.input_tokens > 0 && answer.usage.output_tokens > 0);
  });

  test(`takes a system prompt in blocks and a conversation with ${model}`, async () => {
    const answer = await client.messages.create({
      model,
      max_tokens,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      messages: [...ask('Say hello.'), { role: 'assistant', content: 'Hello.' }, ...ask([{ type: 'text', text: 'Say hello again.' }])],
    });
    assert.equal(answer.stop_reason, 'end_turn');
  });

  test(`streams from ${model}`, async () => {
    const events = [];
    for await (const event of await client.messages.create({ model, max_tokens, messages: ask('Say hello.'), stream: true })) {
      events.push(event);
    }
    const types = events.map((event) => event.type).filter((type) => type !== 'ping');
    assert.equal(types[0], 'message_start');
    assert.equal(types[1], 'content_block_start');
    assert.deepEqual(types.slice(-3), ['content_block_stop', 'message_delta', 'message_stop']);
    const count = (type) => types.filter((t) => t === type).length;
    assert.equal(count('content_block_start'), count('content_block_stop'));
    const text = events.map((event) => (event.type === 'content_block_delta' ? (event.delta.text ?? '') : '')).join('');
    assert.ok(text.length > 0);
    const end = events.find((event) => event.type === 'message_delta');
    assert.equal(end.delta.stop_reason, 'end_turn');
    assert.ok(end.usage.output_tokens > 0);
  });

  test(`puts a stream together from ${model}`, async () => {
    const message = await client.messages.stream({ model, max_tokens, messages: ask('Say hello.') }).finalMessage();
    assert.ok(message.content[0].text.length > 0);
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(message.usage.output_tokens > 0);
  });

  test(`calls a tool and takes its result with ${model}`, async () => {
    const messages = ask('What is the weather in Vienna?');
    const first = await client.messages.create({ model, max_tokens, messages, tools: [weather] });
    assert.equal(first.stop_reason, 'tool_use');
    const call = first.content.find((block) => block.type === 'tool_use');
    assert.equal(call.name, 'get_weather');
    assert.ok('city' in call.input);

    const result = { type: 'tool_result', tool_use_id: call.id, content: [{ type: 'text', text: '21 degrees' }] };
    const second = await client.messages.create({
      model,
      max_tokens,
      tools: [weather],
      messages: [...messages, { role: 'assistant', content: first.content }, { role: 'user', content: [result] }],
    });
    assert.equal(second.stop_reason, 'end_turn');
    assert.ok(second.content[0].text.length > 0);
  });

  for (const tool_choice of [{ type: 'any' }, { type: 'tool', name: 'get_weather', disable_parallel_tool_use: true }]) {
    test(`streams the call of a tool of choice ${tool_choice.type} from ${model}`, async () => {
      const message = await client.messages
        .stream({ model, max_tokens, messages: ask('What is the weather in Vienna?'), tools: [weather], tool_choice })
        .finalMessage();
      assert.equal(message.stop_reason, 'tool_use');
      const call = message.content.find((block) => block.type === 'tool_use');
      assert.equal(typeof call.input.city, 'string');
    });
  }

  test(`counts tokens for ${model}`, async () => {
    const few = await client.messages.countTokens({ model, messages: ask('Hello') });
    const many = await client.messages.countTokens({ model, system: 'Be brief.', tools: [weather], messages: ask('Hello '.repeat(100)) });
    assert.ok(few.input_tokens > 0);
    assert.ok(many.input_tokens > few.input_tokens + 50);
  });
}

test('takes the key as a bearer token too', async () => {
  const bearer = new Anthropic({ baseURL, apiKey: null, authToken: process.env.STROWGER_KEY, maxRetries: 0 });
  const answer = await bearer.messages.create({ model: models[0], max_tokens, messages: ask('Say hello.') });
  assert.equal(answer.type, 'message');
});

test('lists models', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  for (const model of models) assert.ok(ids.includes(model));
  const model = await client.models.retrieve(models[0]);
  assert.equal(model.type, 'model');
  assert.ok(Date.parse(model.created_at) > 0);
  await assert.rejects(client.models.retrieve('no-such-model'), (e) => e instanceof Anthropic.NotFoundError);
});

const failures = [
  ['an unknown model', Anthropic.NotFoundError, 'not_found_error', client, { model: 'no-such-model', max_tokens, messages: ask('x') }],
  ['no messages', Anthropic.BadRequestError, 'invalid_request_error', client, { model: models[0], max_tokens }],
  ['no max_tokens', Anthropic.BadRequestError, 'invalid_request_error', client, { model: models[0], messages: ask('x') }],
  [
    'an unknown key',
    Anthropic.AuthenticationError,
    'authentication_error',
    new Anthropic({ baseURL, apiKey: 'sk-strowger-unknown', maxRetries: 0 }),
    { model: models[0], max_tokens, messages: ask('x') },
  ],
];
for (const [what, type, name, caller, request] of failures) {
  for (const stream of [false, true]) {
    test(`refuses ${what}${stream ? ' before a stream' : ''} in Anthropic's form`, async () => {
      await assert.rejects(
        caller.messages.create({ ...request, stream }),
        (e) => e instanceof type && e.error.type === 'error' && e.error.error.type === name && e.error.error.message.length > 0,
      );
    });
  }
}
