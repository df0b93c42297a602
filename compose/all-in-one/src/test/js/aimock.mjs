// Plays the providers on a free port of loopback, told by its first line of output; ends with its input.
// Arguments: the keys it takes; none: it takes everything.
import { LLMock } from '@copilotkit/aimock';

const apiKeys = process.argv.slice(2);
const auth = apiKeys.length > 0 ? { auth: { apiKeys } } : {};
const mock = new LLMock({ host: '127.0.0.1', port: 0, strict: true, ...auth });
await mock.start();
process.stdout.write(`${mock.url}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
