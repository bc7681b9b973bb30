import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';

/** What a handler knows of a request beside its arguments. */
export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;
