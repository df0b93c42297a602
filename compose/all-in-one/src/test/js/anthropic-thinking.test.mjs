// Thinking with the stock Anthropic client, against a gateway behind which a provider thinks when it is
// asked to "think". Environment: STROWGER_URL, STROWGER_KEY, MODELS (with spaces between).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';

const baseURL = process.env.STROWGER_URL.replace(/\/v1$/, '');
const client = new Anthropic({ baseURL, apiKey: process.env.STROWGER_KEY, maxRetries: 0 });
const request = (model, ...more) => ({
  model,
  max_tokens: 2048,
  thinking: { type: 'enabled', budget_tokens: 1024 },
  messages: [{ role: 'user', content: 'think about Vienna' }, ...more],
});

function thoughtThenText({ content, stop_reason }) {
  assert.deepEqual(content.map((block) => block.type), ['thinking', 'text']);
  assert.equal(content[0].thinking, 'Let me see.');
  assert.ok(content[0].signature.length > 0);
  assert.equal(content[1].text, 'Thought of it.');
  assert.equal(stop_reason, 'end_turn');
}

for (const model of process.env.MODELS.split(' ')) {
  test(`thinks with ${model}`, async () => {
    thoughtThenText(await client.messages.create(request(model)));
  });

  test(`streams its thoughts from ${model}`, async () => {
    const stream = client.messages.stream(request(model));
    const thoughts = [];
    stream.on('thinking', (delta) => thoughts.push(delta));
    thoughtThenText(await stream.finalMessage());
    assert.equal(thoughts.join(''), 'Let me see.');
  });

  test(`takes its thoughts back with ${model}`, async () => {
    const { content } = await client.messages.create(request(model));
    const again = [{ role: 'assistant', content }, { role: 'user', content: 'think again' }];
    thoughtThenText(await client.messages.create(request(model, ...again)));
  });
}
