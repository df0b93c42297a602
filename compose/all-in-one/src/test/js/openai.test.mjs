// The stock OpenAI client, unchanged, against a running gateway.
// Environment: STROWGER_URL (e.g. http://127.0.0.1:8080/v1), STROWGER_KEY.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: process.env.STROWGER_URL,
  apiKey: process.env.STROWGER_KEY,
  maxRetries: 0,
});
const model = 'gpt-4o-mini';
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
      required: ['city', 'unit'],
    },
  },
};

test('answers', async () => {
  const { data, response } = await client.chat.completions
    .create({ model, messages: [{ role: 'user', content: 'Say something about telephone exchanges.' }] })
    .withResponse();
  assert.equal(data.object, 'chat.completion');
  assert.ok(data.choices[0].message.content.length > 0);
  assert.equal(data.choices[0].finish_reason, 'stop');
  assert.ok(data.usage.total_tokens > 0);
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.equal(response.headers.get('x-strowger-route'), 'chat-mid-tier');
  assert.equal(response.headers.get('x-strowger-model'), data.model);
  assert.ok(['anthropic', 'openai'].includes(response.headers.get('x-strowger-provider')));
  assert.equal(response.headers.get('x-strowger-attempts'), '1');
  assert.equal(response.headers.get('x-strowger-simulated'), 'true');
  assert.ok(response.headers.get('x-request-id'));
});

for (const direct of ['anthropic/claude-haiku-4-5', 'openai/gpt-4o-mini', 'ollama/llama-3.1']) {
  test(`streams from ${direct}`, async () => {
    const stream = await client.chat.completions.create({
      model: direct,
      messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Count to five.' }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let finish = null;
    let usage = null;
    let chunks = 0;
    const ids = new Set();
    for await (const chunk of stream) {
      chunks += 1;
      ids.add(chunk.id);
      assert.equal(chunk.object, 'chat.completion.chunk');
      text += chunk.choices[0]?.delta?.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    assert.ok(chunks > 3);
    assert.ok(text.length > 0);
    assert.equal(finish, 'stop');
    assert.ok(usage.completion_tokens > 0);
    assert.equal(ids.size, 1);
  });

  test(`sends no usage that was not asked for from ${direct}`, async () => {
    const stream = await client.chat.completions.create({
      model: direct,
      messages: [{ role: 'user', content: 'Hello.' }],
      stream: true,
    });
    for await (const chunk of stream) {
      assert.ok(chunk.usage === undefined || chunk.usage === null);
      assert.equal(chunk.choices.length, 1);
    }
  });

  test(`calls a tool and takes its result with ${direct}`, async () => {
    const messages = [{ role: 'user', content: 'What is the weather in Vienna?' }];
    const first = await client.chat.completions.create({ model: direct, messages, tools: [weather] });
    assert.equal(first.choices[0].finish_reason, 'tool_calls');
    const call = first.choices[0].message.tool_calls[0];
    assert.equal(call.type, 'function');
    assert.equal(call.function.name, 'get_weather');
    assert.ok('city' in JSON.parse(call.function.arguments));

    const second = await client.chat.completions.create({
      model: direct,
      tools: [weather],
      messages: [...messages, first.choices[0].message, { role: 'tool', tool_call_id: call.id, content: '21 degrees' }],
    });
    assert.equal(second.choices[0].finish_reason, 'stop');
    assert.ok(second.choices[0].message.content.length > 0);
  });

  test(`streams a tool call from ${direct}`, async () => {
    const runner = client.chat.completions.stream({
      model: direct,
      messages: [{ role: 'user', content: 'What is the weather in Vienna?' }],
      tools: [weather],
    });
    const answer = await runner.finalChatCompletion();
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
    const call = answer.choices[0].message.tool_calls[0];
    assert.equal(call.function.name, 'get_weather');
    assert.ok('city' in JSON.parse(call.function.arguments));
  });
}

test('lists models', async () => {
  const ids = [];
  for await (const m of client.models.list()) ids.push(m.id);
  assert.ok(ids.includes('gpt-4o-mini'));
  assert.ok(ids.includes('anthropic/claude-haiku-4-5'));
});

test('says which models exist when one does not', async () => {
  await assert.rejects(
    client.chat.completions.create({ model: 'no-such-model', messages: [{ role: 'user', content: 'x' }] }),
    (e) => e instanceof OpenAI.NotFoundError && e.code === 'model_not_found' && /gpt-4o-mini/.test(e.message),
  );
});

test('refuses an unknown key', async () => {
  const stranger = new OpenAI({ baseURL: process.env.STROWGER_URL, apiKey: 'sk-strowger-unknown', maxRetries: 0 });
  await assert.rejects(
    stranger.chat.completions.create({ model, messages: [{ role: 'user', content: 'x' }] }),
    (e) => e instanceof OpenAI.AuthenticationError && e.code === 'invalid_api_key',
  );
});

test('names the parameter that is wrong', async () => {
  await assert.rejects(
    client.chat.completions.create({ model, n: -1, messages: [{ role: 'user', content: 'x' }] }),
    (e) => e instanceof OpenAI.BadRequestError && e.param === 'n' && e.type === 'invalid_request_error',
  );
});
