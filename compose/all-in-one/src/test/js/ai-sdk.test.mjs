// The AI SDK with its stock OpenAI provider, unchanged, against a running gateway.
// Environment: STROWGER_URL (e.g. http://127.0.0.1:8080/v1), STROWGER_KEY, API (chat or responses).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, Output, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const openai = createOpenAI({ baseURL: process.env.STROWGER_URL, apiKey: process.env.STROWGER_KEY });
const api = openai[process.env.API];
const weather = tool({
  description: 'Weather of a city',
  inputSchema: z.object({ city: z.string(), unit: z.enum(['celsius', 'fahrenheit']) }),
  execute: async ({ city }) => `21 degrees in ${city}`,
});

for (const name of ['gpt-4o-mini', 'openai/gpt-4o-mini', 'anthropic/claude-haiku-4-5', 'ollama/llama-3.1']) {
  const model = api(name);

  test(`answers from ${name}`, async () => {
    const { text, finishReason, usage, response } = await generateText({ model, prompt: 'What is Vienna?', maxRetries: 0 });
    assert.ok(text.length > 0);
    assert.equal(finishReason, 'stop');
    assert.ok(usage.inputTokens > 0 && usage.outputTokens > 0);
    assert.ok(response.headers['x-strowger-provider']);
  });

  test(`streams from ${name}`, async () => {
    const result = streamText({ model, prompt: 'Count to five.', maxRetries: 0 });
    const parts = [];
    for await (const part of result.textStream) parts.push(part);
    assert.ok(parts.length > 3);
    assert.equal(await result.finishReason, 'stop');
    assert.ok((await result.usage).outputTokens > 0);
  });

  test(`runs a tool and goes on with its result with ${name}`, async () => {
    const { steps, text } = await generateText({
      model,
      prompt: 'What is the weather in Vienna?',
      tools: { weather },
      stopWhen: stepCountIs(2),
      maxRetries: 0,
    });
    assert.deepEqual(steps.map((step) => step.finishReason), ['tool-calls', 'stop']);
    assert.match(steps[0].toolResults[0].output, /21 degrees/);
    assert.ok(text.length > 0);
  });

  test(`goes on with a conversation with ${name}`, async () => {
    const messages = [{ role: 'user', content: 'Say hello.' }];
    for (let turn = 0; turn < 3; turn++) {
      const { text, response } = await generateText({ model, messages, maxRetries: 0 });
      assert.ok(text.length > 0);
      messages.push(...response.messages, { role: 'user', content: 'Say it again.' });
    }
  });

  test(`streams a tool call from ${name}`, async () => {
    const result = streamText({ model, prompt: 'What is the weather in Vienna?', tools: { weather }, maxRetries: 0 });
    await result.consumeStream();
    const [call] = await result.toolCalls;
    assert.equal(call.toolName, 'weather');
    assert.equal(typeof call.input.city, 'string');
    assert.equal(await result.finishReason, 'tool-calls');
  });

  test(`gives an object of a schema from ${name}`, async () => {
    const schema = z.object({ name: z.string(), people: z.number(), district: z.array(z.string()) });
    const { output } = await generateText({ model, prompt: 'Describe Vienna.', output: Output.object({ schema }), maxRetries: 0 });
    assert.deepEqual(schema.parse(output), output);
  });
}

test('fails with what the gateway says', async () => {
  const failed = generateText({ model: api('no-such-model'), prompt: 'x', maxRetries: 0 });
  await assert.rejects(
    failed,
    (e) => APICallError.isInstance(e) && e.statusCode === 404 && /no-such-model/.test(e.message) && e.isRetryable === false,
  );
});

test('refuses an unknown key', async () => {
  const stranger = createOpenAI({ baseURL: process.env.STROWGER_URL, apiKey: 'sk-strowger-unknown' });
  const failed = generateText({ model: stranger[process.env.API]('gpt-4o-mini'), prompt: 'x', maxRetries: 0 });
  await assert.rejects(failed, (e) => APICallError.isInstance(e) && e.statusCode === 401);
});
