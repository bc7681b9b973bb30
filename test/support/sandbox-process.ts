/** The sandbox as a process of its own: prints where it listens and whom it knows, then serves until it is ended. */
import { startSandbox } from '../../src/sandbox/server.ts';

const { url, apiKey, accounts } = await startSandbox({ now: () => new Date() });
process.stdout.write(`${JSON.stringify({ url, apiKey, cookie: accounts.get('sg')?.cookie })}\n`);
// The server does not keep the process alive; the one who started it does.
process.stdin.on('end', () => process.exit(0)).resume();
