/**
 * An upstream whose accounts have marks, and which notes all that it is asked. It is a process of its own, and nearly
 * idle, so that it notes when calls come and not when a busy test gets to them. Arguments: URL and key of the sandbox
 * that its replies are from. Sends its URL first, and what it has noted for each message.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { accountsIn, markedName, markOf } from './marks.ts';
import type { ReceivedCall } from './start-marked-upstream.ts';

/** How long a reply takes at the least. */
const REPLY_MS = 50;

const [sandboxUrl = '', apiKey = ''] = process.argv.slice(2);
const received: ReceivedCall[] = [];

const server = createServer(async (request, response) => {
  const at = Date.now();
  const body = await text(request);
  const { cookie, ...asked } = JSON.parse(body);
  const [account = -1] = accountsIn(cookie);
  received.push({ at, question: `${account} ${request.url} ${JSON.stringify(asked)}` });
  const headers = { authorization: `Bearer ${apiKey}`, 'user-agent': 'tests' };
  const [reply] = await Promise.all([
    fetch(`${sandboxUrl}${request.url}`, { method: 'POST', headers, body }),
    delay(REPLY_MS),
  ]);
  const marked = (await reply.text())
    .replaceAll(/("(?:user_name|nick_name|name)":")[^"]*/g, `$1${markedName(account)}`)
    .replaceAll(/("product_click":)\d+/g, `$1${markOf(account)}`);
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(marked);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    process.send?.({ url: `http://127.0.0.1:${address.port}` });
});
process.on('message', () => process.send?.({ received })).on('disconnect', () => process.exit(0));
