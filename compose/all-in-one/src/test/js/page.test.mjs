// The operators' page in Chromium, against a running gateway.
// Environment: CHROMIUM, STROWGER_CONSOLE_URL, STROWGER_ADMIN_TOKEN, STROWGER_URL, STROWGER_KEY,
// SCREENSHOTS (a folder).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { chromium } from 'playwright-core';
import { faint } from './contrast.mjs';

const { STROWGER_CONSOLE_URL: consoleUrl, STROWGER_ADMIN_TOKEN: token, SCREENSHOTS: screenshots } = process.env;
const CHATS = 12;
const ANALYTICS_LAG_MS = 30_000;
const EMPTY = "SELECT model FROM requests WHERE model = 'never asked'";

let browser;
let newest = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const apps = new OpenAI({ baseURL: process.env.STROWGER_URL, apiKey: process.env.STROWGER_KEY, maxRetries: 0 });
  const ask = { model: 'gpt-4o-mini', max_tokens: 8, messages: [{ role: 'user', content: 'Hello' }] };
  const asked = Array.from({ length: CHATS }, () => apps.chat.completions.create(ask).withResponse());
  newest = (await Promise.all(asked)).map((a) => a.response.headers.get('x-request-id'));
  await counted(newest);
});

after(() => browser?.close());

// What happened reaches ClickHouse a moment after the answer.
async function counted(ids) {
  const query = `SELECT count() FROM requests WHERE request_id IN (${ids.map((id) => `'${id}'`)})`;
  const end = Date.now() + ANALYTICS_LAG_MS;
  for (;;) {
    const answer = await fetch(`${consoleUrl}/admin/sql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { rows } = await answer.json();
    if (rows?.[0]?.[0] === ids.length) return;
    assert.ok(Date.now() < end, `only ${JSON.stringify(rows)} of ${ids.length} chats are seen`);
    await new Promise((wake) => setTimeout(wake, 200));
  }
}

// A page in a profile of its own; what it complains about is collected.
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints = [];
  page.on('console', (m) => {
    if (['error', 'warning'].includes(m.type())) complaints.push(m.text());
  });
  page.on('pageerror', (e) => complaints.push(`uncaught ${e}`));
  page.on('requestfailed', (r) => {
    // A reload ends what is under way.
    if (r.failure().errorText !== 'net::ERR_ABORTED') complaints.push(`failed ${r.url()}`);
  });
  await page.exposeFunction('violated', (what) => complaints.push(`content policy: ${what}`));
  await page.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (e) => window.violated(e.effectiveDirective)),
  );
  const left = await page.goto(consoleUrl);
  assert.equal(left.status(), 200);
  return { context, page, complaints };
}

async function enter(page) {
  await page.fill('#token', token);
  await page.press('#token', 'Enter');
  await page.locator('#reports section').first().waitFor();
}

async function ask(page, sql) {
  await page.fill('#sql', sql);
  await page.click('#ask button');
  await page.locator('#answer > :not(:text("Asking"))').waitFor();
}

// A page on which the operator is known; ends with a look at what it complained about.
function onBoard(name, options, visit) {
  test(name, async () => {
    const { context, page, complaints } = await open(options);
    await enter(page);
    await visit(page, context);
    assert.deepEqual(complaints, []);
    await context.close();
  });
}

test('refuses a wrong token and says so', async () => {
  const { context, page, complaints } = await open();
  await page.fill('#token', 'not-the-token');
  await page.click('#enter button');
  await page.getByRole('alert').getByText('This is not the admin token').waitFor();
  assert.equal(await page.isVisible('#board'), false);
  assert.equal(await page.isVisible('#enter'), true);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  // The browser's own note of the refusal, and nothing else.
  assert.equal(complaints.length, 1);
  assert.match(complaints[0], /401/);

  await enter(page);
  assert.equal(await page.isVisible('#trouble'), false);
  assert.equal(complaints.length, 1);
  await context.close();
});

onBoard('shows the status and the simulated providers', {}, async (page) => {
  assert.match(await page.textContent('#headline'), /^Ready, release /);
  assert.equal(await page.isVisible('#enter'), false);
  assert.match(await page.textContent('#facts'), /in force/);
  const providers = await page.locator('#providers tbody tr').allTextContents();
  assert.deepEqual(providers.map((p) => /the simulator/.test(p)), [true, true, true]);
  const note = await page.textContent('#simulated');
  for (const name of ['openai', 'anthropic', 'ollama']) assert.ok(note.includes(name), note);
});

onBoard('shows the reports with the numbers of the chats', {}, async (page) => {
  assert.equal(await page.locator('#reports section').count(), 5);
  assert.equal(await page.locator('#reports .bad').count(), 0);
  const share = page.locator('#reports section', { hasText: 'share-by-route' });
  const models = await share.locator('tbody tr', { hasText: 'chat-mid-tier' }).allTextContents();
  assert.ok(models.length > 0);
  assert.equal(await share.locator('th', { hasText: 'answered' }).evaluate((e) => getComputedStyle(e).textAlign), 'right');
});

onBoard('shows the rows of a query', {}, async (page) => {
  const chats = newest.map((id) => `'${id}'`);
  await ask(page, `SELECT outcome, count() AS chats, max(cost_micros) > 0 AS priced FROM requests WHERE request_id IN (${chats}) GROUP BY outcome`);
  assert.deepEqual(await page.locator('#answer th').allTextContents(), ['outcome', 'chats', 'priced']);
  assert.deepEqual((await page.locator('#answer tbody td').allTextContents()).slice(0, 2), ['ANSWERED', String(CHATS)]);
  assert.match(await page.textContent('#answer caption'), /1 row, \d+ ms/);
  const right = await page.locator('#answer td').nth(1).evaluate((e) => getComputedStyle(e).textAlign);
  assert.equal(right, 'right');
});

onBoard('runs a ready query with the keyboard', {}, async (page) => {
  await page.selectOption('#ready', 'latency-by-model');
  assert.match(await page.inputValue('#sql'), /SELECT/);
  await page.press('#sql', 'Control+Enter');
  await page.locator('#answer tbody tr').first().waitFor();
  assert.ok((await page.locator('#answer th').allTextContents()).includes('p99_ms'));
});

onBoard('says that a query has no rows', {}, async (page) => {
  await ask(page, EMPTY);
  assert.match(await page.textContent('#answer'), /^No rows/);
});

onBoard('shows what came from outside as text', {}, async (page) => {
  const markup = '<img src=x onerror=violated(1)><b>bold</b>';
  await ask(page, `SELECT '${markup}' AS said, NULL AS nothing, 1234567 AS many`);
  assert.deepEqual(await page.locator('#answer td').allTextContents(), [markup, '–', '1,234,567']);
  assert.equal(await page.locator('#answer img, #answer b').count(), 0);
});

onBoard('keeps the token in this tab only, until it is forgotten', {}, async (page, context) => {
  await page.reload();
  await page.locator('#reports section').first().waitFor();
  const other = await context.newPage();
  await other.goto(consoleUrl);
  assert.equal(await other.isVisible('#enter'), true);
  assert.equal(await other.isVisible('#board'), false);

  // A refresh that is under way when the operator leaves must not bring the board back.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route('**/admin/status', async (route) => {
    await held;
    await route.continue();
  });
  await page.reload();
  await page.evaluate(() => document.getElementById('leave').click());
  release();
  await page.waitForLoadState('networkidle');
  assert.equal(await page.isVisible('#board'), false);
  assert.equal(await page.isVisible('#trouble'), false);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
});

test('explains what is wrong with a query', async () => {
  const { context, page, complaints } = await open();
  await enter(page);
  await ask(page, 'SELECT nothing FROM nowhere');
  assert.match(await page.textContent('#answer .bad'), /nowhere/);
  await ask(page, 'INSERT INTO requests (model) VALUES (1)');
  assert.ok((await page.textContent('#answer .bad')).length > 0);
  assert.ok(complaints.every((c) => /status of 4\d\d/.test(c)), complaints.join('\n'));
  await context.close();
});

test('lets no foreign script in', async () => {
  const { context, page, complaints } = await open();
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.foreign = true';
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => window.foreign), undefined);
  assert.ok(complaints.some((c) => c.startsWith('content policy: script-src')), complaints.join('\n'));
  await context.close();
});

for (const [name, options] of Object.entries({
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 375, height: 700 }, hasTouch: true },
})) {
  onBoard(`fits a ${name} screen`, options, async (page) => {
    await ask(page, `SELECT model, request_id, repeat('long ', 40) AS text, total_us FROM requests LIMIT 3`);
    await page.screenshot({ path: `${screenshots}/page-${name}.png`, fullPage: true });
    const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= window, `${wide} px on a screen of ${window} px`);
    assert.deepEqual(await faint(page), []);
  });
}
