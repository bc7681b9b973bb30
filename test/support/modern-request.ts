import { z } from 'zod';

export const VERSION = '2026-07-28';
export const META = 'io.modelcontextprotocol/';
const SELF = {
  [`${META}protocolVersion`]: VERSION,
  [`${META}clientCapabilities`]: {},
  [`${META}clientInfo`]: { name: 'tests', version: '1' },
};

type Json = Readonly<Record<string, unknown>>;

/** A request of the modern protocol. */
export const modern = (method: string, params: Json = {}, meta: Json = {}) => ({
  method,
  params: { ...params, _meta: { ...SELF, ...meta } },
});
/** The headers that repeat a request. */
export const headersOf = ({ method, params }: ReturnType<typeof modern>) => {
  const { name, uri } = z.object({ name: z.string(), uri: z.string() }).partial().parse(params);
  const named = name ?? uri;
  return {
    'mcp-protocol-version': VERSION,
    'mcp-method': method,
    ...(named === undefined ? {} : { 'mcp-name': named }),
  };
};
