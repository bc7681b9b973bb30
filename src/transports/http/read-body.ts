import type { IncomingMessage, ServerResponse } from 'node:http';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import { type HttpRefusal, MAX_BODY_BYTES } from './reply.ts';

const bodyTooLarge: HttpRefusal = {
  status: 413,
  why: 'The body is larger than 1 MiB, the limit.',
};

const bodyNotJson: HttpRefusal = {
  status: 400,
  code: ErrorCode.ParseError,
  why: 'The body is not valid JSON.',
};

/** The body as JSON; undefined if the client disconnected before its end. */
export async function readJson(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<{ readonly value: unknown } | { readonly refusal: HttpRefusal } | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { refusal: bodyTooLarge };
  if (request.headers.expect !== undefined) response.writeContinue();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const part = Buffer.from(chunk);
      bytes += part.byteLength;
      if (bytes > MAX_BODY_BYTES) return { refusal: bodyTooLarge };
      chunks.push(part);
    }
  } catch {
    return undefined;
  }
  return jsonIn(Buffer.concat(chunks));
}

/** Invalid UTF-8 is refused, because replacing it could change the meaning. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function jsonIn(bytes: Buffer): { readonly value: unknown } | { readonly refusal: HttpRefusal } {
  try {
    const value: unknown = JSON.parse(strictUtf8.decode(bytes));
    return { value };
  } catch {
    return { refusal: bodyNotJson };
  }
}
