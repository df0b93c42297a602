'use strict';

// The page shows what the admin API says and holds nothing of its own. Text from the API is only
// ever put into the page as text.

const TOKEN = 'strowger-admin-token';
const EVERY_MS = 10_000;
const MAX_SHOWN_ROWS = 500;
const VERSION_CHARS = 12;
const LONG_TEXT_CHARS = 60;

// Ready queries the board shows, where the installation has them.
const BOARD = [
  'requests-per-minute',
  'cost-by-model-and-day',
  'latency-by-model',
  'failover-rate',
  'share-by-route',
];

const byId = (id) => document.getElementById(id);
let timer = 0;
// Counts refreshes and departures: an answer that comes after the next one started is dropped.
let round = 0;
let queries = [];

class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(path, body) {
  const response = await fetch(path, {
    method: body ? 'POST' : 'GET',
    headers: {
      authorization: `Bearer ${sessionStorage.getItem(TOKEN)}`,
      ...(body ? {'content-type': 'application/json'} : {}),
    },
    body: body ? JSON.stringify(body) : undefined,
    signal: AbortSignal.timeout(60_000),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new ApiError(response.status, answer?.error?.message ?? `status ${response.status}`);
  }
  return answer;
}

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }
  if (className) {
    made.className = className;
  }
  return made;
}

function shown(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return typeof value === 'number'
    ? value.toLocaleString(undefined, {maximumFractionDigits: 6})
    : String(value);
}

function cell(value, numeric) {
  const text = shown(value);
  return element('td', text, numeric ? 'number' : text.length > LONG_TEXT_CHARS ? 'long' : '');
}

function bar(value, most) {
  const td = document.createElement('td');
  const meter = document.createElement('meter');
  meter.max = most;
  meter.value = value ?? 0;
  meter.setAttribute('aria-hidden', 'true');
  td.append(meter);
  return td;
}

/** Whether a column has numbers, and at most gaps between them. */
function isNumeric(rows, column) {
  const values = rows.map((r) => r[column]).filter((v) => v !== null && v !== undefined);
  return values.length > 0 && values.every((v) => typeof v === 'number');
}

/** A table of a result; its last column of numbers also as bars. */
function table(caption, columns, rows) {
  const made = document.createElement('table');
  made.append(element('caption', caption));
  const head = made.createTHead().insertRow();
  const numeric = columns.map((_, i) => isNumeric(rows, i));
  const barred = rows.length > 1 ? numeric.lastIndexOf(true) : -1;
  const most = barred < 0 ? 0 : rows.reduce((top, r) => Math.max(top, r[barred] ?? 0), 0);
  columns.forEach((name, i) => {
    const th = element('th', name, numeric[i] ? 'number' : '');
    th.scope = 'col';
    head.append(th);
    if (i === barred && most > 0) {
      head.append(document.createElement('td'));
    }
  });
  const body = made.createTBody();
  for (const row of rows.slice(0, MAX_SHOWN_ROWS)) {
    const tr = body.insertRow();
    row.forEach((value, i) => {
      tr.append(cell(value, numeric[i]));
      if (i === barred && most > 0) {
        tr.append(bar(value, most));
      }
    });
  }
  const scroll = element('div', undefined, 'scroll');
  // What scrolls must be reachable with the keyboard.
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'region');
  scroll.setAttribute('aria-label', caption);
  scroll.append(made);
  return scroll;
}

function resultTable(title, result, ifEmpty) {
  if (result.rowCount === 0) {
    return element('p', `${ifEmpty} (${title}, ${result.elapsedMs} ms)`, 'hint');
  }
  const rows = result.rowCount === 1 ? '1 row' : `${result.rowCount.toLocaleString()} rows`;
  const cut = result.cut ? ', there are more' : '';
  const first = result.rowCount > MAX_SHOWN_ROWS ? `, the first ${MAX_SHOWN_ROWS} shown` : '';
  return table(
    `${title} (${rows}${cut}${first}, ${result.elapsedMs} ms)`,
    result.columns.map((c) => c.name),
    result.rows,
  );
}

function showStatus(status) {
  const problems = Object.entries(status.problems).map(([name, why]) => `${name}: ${why}`);
  byId('headline').textContent = status.ready
    ? `Ready, release ${status.versions.strowger}`
    : `Not ready: ${problems.join('; ')}`;
  byId('headline').className = status.ready ? 'good' : 'bad';
  const simulated = status.providers.filter((p) => p.simulated).map((p) => p.name);
  byId('simulated').hidden = simulated.length === 0;
  byId('simulated').textContent =
    `Simulated: ${simulated.join(', ')}. No key or address is set for them, so a simulator answers.`;
  const manifests = status.manifests.problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.path}: ${p.message}`);
  const facts = [
    ['Policy', status.policy ? `${status.policy.version.slice(0, VERSION_CHARS)} from ${status.policy.source}` : 'none'],
    ['Published', status.policy ? new Date(status.policy.publishedAt).toLocaleString() : '–'],
    ['Manifests', manifests.length > 0 ? manifests.join('\n') : status.manifests.inForce ? 'in force' : 'not in force', manifests.length > 0],
    ['Topics', status.topics.problems.join('; ') || `all ${status.topics.expected} as they should be`, status.topics.problems.length > 0],
    ['Up since', new Date(status.startedAt).toLocaleString()],
  ];
  byId('facts').replaceChildren(
    ...facts.flatMap(([name, text, bad]) => [element('dt', name), element('dd', text, bad ? 'bad' : '')]),
  );
  byId('providers').replaceChildren(
    table(
      'Providers',
      ['provider', 'dialect', 'state', 'answers come from', 'reason'],
      status.providers.map((p) => [p.name, p.dialect, p.state ?? 'not seen yet', p.simulated ? 'the simulator' : 'the provider', p.reason === 'simulated' ? null : p.reason]),
    ),
  );
}

async function reports() {
  const sections = [];
  for (const name of BOARD) {
    const query = queries.find((q) => q.name === name);
    if (!query) {
      continue;
    }
    const section = document.createElement('section');
    section.append(element('h2', query.description || name));
    try {
      section.append(resultTable(name, await call('/admin/sql', {name}), 'No requests to count yet'));
    } catch (error) {
      section.append(element('p', error.message, 'bad'));
    }
    sections.push(section);
  }
  return sections;
}

async function listQueries() {
  queries = (await call('/admin/sql')).queries;
  const options = queries.map((q) => {
    const option = element('option', q.description ? `${q.name}: ${q.description}` : q.name);
    option.value = q.name;
    return option;
  });
  const none = element('option', 'choose one, or write SQL below');
  none.value = '';
  byId('ready').replaceChildren(none, ...options);
}

function trouble(text) {
  byId('trouble').textContent = text;
  byId('trouble').hidden = !text;
}

function leave(text) {
  round += 1;
  clearTimeout(timer);
  sessionStorage.removeItem(TOKEN);
  byId('board').hidden = true;
  byId('leave').hidden = true;
  byId('enter').hidden = false;
  byId('headline').textContent = 'Not connected';
  byId('headline').className = '';
  byId('reports').replaceChildren();
  byId('answer').replaceChildren();
  trouble(text);
  byId('token').focus();
}

async function refresh() {
  clearTimeout(timer);
  round += 1;
  const mine = round;
  try {
    const status = await call('/admin/status');
    if (mine !== round) {
      return;
    }
    showStatus(status);
    if (queries.length === 0) {
      await listQueries();
    }
    if (mine === round) {
      byId('enter').hidden = true;
      byId('board').hidden = false;
      byId('leave').hidden = false;
      trouble('');
    }
    const sections = await reports();
    if (mine !== round) {
      return;
    }
    byId('reports').replaceChildren(...sections);
  } catch (error) {
    if (mine !== round) {
      return;
    }
    if (error.status === 401) {
      leave('This is not the admin token.');
      return;
    }
    trouble(`The console could not be asked: ${error.message}`);
  }
  timer = setTimeout(refresh, EVERY_MS);
}

byId('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  sessionStorage.setItem(TOKEN, byId('token').value.trim());
  byId('token').value = '';
  refresh();
});

byId('leave').addEventListener('click', () => leave(''));

byId('ready').addEventListener('change', () => {
  const query = queries.find((q) => q.name === byId('ready').value);
  if (query) {
    byId('sql').value = query.sql;
  }
});

byId('sql').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    byId('ask').requestSubmit();
  }
});

byId('ask').addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = byId('answer');
  answer.replaceChildren(element('p', 'Asking …'));
  try {
    answer.replaceChildren(resultTable('Answer', await call('/admin/sql', {query: byId('sql').value}), 'No rows'));
  } catch (error) {
    answer.replaceChildren(element('p', error.message, 'bad'));
  }
});

if (sessionStorage.getItem(TOKEN)) {
  refresh();
}
