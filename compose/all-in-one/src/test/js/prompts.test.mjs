// Prompt completions and embeddings with the stock OpenAI client, unchanged, against a running gateway.
// Environment: STROWGER_URL (e.g. http://127.0.0.1:8080/v1), STROWGER_KEY, MODELS (with spaces between), EMBEDDER.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.env.STROWGER_URL, apiKey: process.env.STROWGER_KEY, maxRetries: 0 });
const models = process.env.MODELS.split(' ');
const embedder = process.env.EMBEDDER;

for (const model of models) {
  test(`completes a prompt with ${model}`, async () => {
    const answer = await client.completions.create({ model, prompt: 'Vienna is', max_tokens: 64 });
    assert.equal(answer.object, 'text_completion');
    assert.ok(answer.choices[0].text.length > 0);
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.ok(answer.usage.prompt_tokens > 0 && answer.usage.completion_tokens > 0);
  });

  test(`streams the completion of a prompt from ${model}`, async () => {
    const stream = await client.completions.create({
      model,
      prompt: 'Vienna is',
      max_tokens: 64,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    assert.ok(chunks.length > 3);
    assert.ok(chunks.map((chunk) => chunk.choices[0]?.text ?? '').join('').length > 0);
    assert.equal(chunks.map((chunk) => chunk.choices[0]?.finish_reason).findLast((reason) => reason), 'stop');
    assert.ok(chunks.at(-1).usage.completion_tokens > 0);
  });
}

test('says that a completion was cut at its limit', async () => {
  const { choices } = await client.completions.create({ model: models[0], prompt: 'Tell of Vienna in 200 words.', max_tokens: 5 });
  assert.equal(choices[0].finish_reason, 'length');
});

// The client asks for base64 and decodes it unless it is told a format.
for (const encoding_format of [undefined, 'float']) {
  test(`embeds texts as ${encoding_format ?? 'the client likes'}`, async () => {
    const { data, usage } = await client.embeddings.create({ model: embedder, input: ['Vienna', 'Graz', 'Vienna'], encoding_format });
    assert.deepEqual(data.map(({ index }) => index), [0, 1, 2]);
    assert.equal(data[0].embedding.length, 1536);
    assert.deepEqual(data[0].embedding, data[2].embedding);
    assert.notDeepEqual(data[0].embedding, data[1].embedding);
    assert.ok(usage.prompt_tokens > 0 && usage.total_tokens === usage.prompt_tokens);
  });
}

test('embeds in as few dimensions as are asked for', async () => {
  const { data } = await client.embeddings.create({ model: embedder, input: 'Vienna', dimensions: 8 });
  assert.equal(data[0].embedding.length, 8);
  const norm = Math.hypot(...data[0].embedding);
  assert.ok(Math.abs(norm - 1) < 1e-3);
});

test('refuses what is wrong', async () => {
  const wrong = (type, param) => (e) => e instanceof type && (param === undefined || e.param === param);
  await assert.rejects(client.embeddings.create({ model: 'no-such-model', input: 'x' }), wrong(OpenAI.NotFoundError));
  await assert.rejects(client.embeddings.create({ model: embedder }), wrong(OpenAI.BadRequestError, 'input'));
  await assert.rejects(client.completions.create({ model: 'no-such-model', prompt: 'x' }), wrong(OpenAI.NotFoundError));
  await assert.rejects(client.completions.create({ model: models[0] }), wrong(OpenAI.BadRequestError, 'prompt'));
});
