/** One line that a host sends, and what must come back for it. */
interface Exchange {
  /** As it is on the wire, without the newline. */
  readonly line: string;
  /** The ids that are answered with a result. */
  readonly results?: readonly (string | number)[];
  /** The ids that are answered with an error, and its code. */
  readonly errors?: Readonly<Record<string, number>>;
}

/** How one kind of host speaks. */
export interface HostDialect {
  readonly host: string;
  /** What the server answers to `initialize`. */
  readonly version: string;
  readonly initializeId: string | number;
  readonly listId: string | number;
  /** Calls of `get_creator_account_info` that have to give the same account. */
  readonly callIds: readonly (string | number)[];
  readonly lineEnd?: string;
  readonly exchanges: readonly Exchange[];
}

const line = (message: object): string => JSON.stringify(message);

/** A request as most hosts write it. */
const request = (id: string | number, method: string, params?: object | null): Exchange => ({
  line: line({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }),
  results: [id],
});

/** A request as those on the TypeScript SDK write it. */
const late = (id: number, method: string, params?: object): Exchange => ({
  line: line({ method, ...(params === undefined ? {} : { params }), jsonrpc: '2.0', id }),
  results: [id],
});

const refused = (exchange: Exchange, code: number): Exchange => ({
  line: exchange.line,
  errors: Object.fromEntries((exchange.results ?? []).map((id) => [String(id), code])),
});

const notify = (method: string, params?: object | null): Exchange => ({
  line: line({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) }),
});

const initialize = (protocolVersion: string, capabilities: object, clientInfo: object) => ({
  protocolVersion,
  capabilities,
  clientInfo,
});

const TOOL = 'get_creator_account_info';
const ACCOUNT = { name: TOOL, arguments: {} };

/**
 * Hosts as they open a session and make a call. The words and ids are invented; the order of fields, the versions, the
 * capabilities and the extras are of the kinds that hosts are known to send.
 */
export const HOST_DIALECTS: readonly HostDialect[] = [
  {
    host: 'a desktop chat that asks for everything at once',
    version: '2025-06-18',
    initializeId: 0,
    listId: 1,
    callIds: [5],
    exchanges: [
      late(0, 'initialize', initialize('2025-06-18', {}, { name: 'desk-chat', version: '0.1.0' })),
      notify('notifications/initialized'),
      late(1, 'tools/list', {}),
      late(2, 'prompts/list', {}),
      late(3, 'resources/list', {}),
      late(4, 'resources/templates/list', {}),
      late(5, 'tools/call', ACCOUNT),
    ],
  },
  {
    host: 'a coding agent that asks for the protocol without sessions and then begins one',
    version: '2025-11-25',
    initializeId: 1,
    listId: 2,
    callIds: [3],
    exchanges: [
      late(0, 'server/discover', {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'agent', version: '3.0.0' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      }),
      late(
        1,
        'initialize',
        initialize(
          '2025-11-25',
          { roots: {}, elicitation: { form: {}, url: {} } },
          { name: 'agent', title: 'Agent', version: '3.0.0', websiteUrl: 'https://agent.example' },
        ),
      ),
      notify('notifications/initialized'),
      refused(late(4, 'subscriptions/listen'), -32601),
      late(2, 'tools/list'),
      late(3, 'tools/call', {
        _meta: { 'agent/toolUseId': 'use-71', progressToken: 3 },
        name: TOOL,
        arguments: {},
      }),
    ],
  },
  {
    host: 'an editor that offers tasks and samples',
    version: '2025-11-25',
    initializeId: 1,
    listId: 2,
    callIds: [3],
    exchanges: [
      request(
        1,
        'initialize',
        initialize(
          '2025-11-25',
          {
            roots: { listChanged: true },
            sampling: { context: {}, tools: {} },
            elicitation: { form: {}, url: {} },
            tasks: { list: {}, cancel: {}, requests: { sampling: { createMessage: {} } } },
            extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
          },
          { name: 'Editor', version: '1.112.0' },
        ),
      ),
      notify('notifications/initialized'),
      request(2, 'tools/list', {}),
      request(3, 'tools/call', {
        ...ACCOUNT,
        task: {},
        _meta: { progressToken: 'a6b1', 'editor.conversationId': 'c-9' },
      }),
    ],
  },
  {
    host: 'an editor whose capabilities are booleans',
    version: '2025-06-18',
    initializeId: 0,
    listId: 1,
    callIds: [3],
    exchanges: [
      late(
        0,
        'initialize',
        initialize(
          '2025-06-18',
          { tools: true, prompts: true, resources: true, logging: false, roots: { listChanged: false } },
          { name: 'fork-editor', version: '1.0.0' },
        ),
      ),
      notify('notifications/initialized'),
      late(1, 'tools/list'),
      late(2, 'resources/list'),
      late(3, 'tools/call', { name: TOOL, arguments: {}, _meta: { progressToken: 0 } }),
    ],
  },
  {
    host: 'a Python framework that writes every optional argument as null',
    version: '2025-06-18',
    initializeId: 0,
    listId: 1,
    callIds: [2, 3],
    exchanges: [
      {
        line: '{"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"experimental":null,"sampling":null,"roots":{"listChanged":null}},"clientInfo":{"name":"mcp","title":null,"version":"0.1.0"}},"jsonrpc":"2.0","id":0}',
        results: [0],
      },
      notify('notifications/initialized'),
      late(1, 'tools/list'),
      late(2, 'tools/call', { name: TOOL, arguments: { account: null, raw: null, fresh: null } }),
      late(3, 'tools/call', { _meta: undefined, name: TOOL, arguments: { account: 'US' } }),
    ],
  },
  {
    host: 'a Java framework with text ids and null for what it has not',
    version: '2024-11-05',
    initializeId: '4f1c-0',
    listId: '4f1c-1',
    callIds: ['4f1c-2', '4f1c-3'],
    exchanges: [
      {
        line: '{"jsonrpc":"2.0","method":"initialize","id":"4f1c-0","params":{"protocolVersion":"2024-11-05","capabilities":{"roots":null,"sampling":null},"clientInfo":{"name":"java-client","version":"1.0.0","title":null},"_meta":null}}',
        results: ['4f1c-0'],
      },
      notify('notifications/initialized', null),
      {
        line: '{"jsonrpc":"2.0","method":"tools/list","id":"4f1c-1","params":null}',
        results: ['4f1c-1'],
      },
      request('4f1c-2', 'tools/call', { name: TOOL, arguments: null, _meta: null }),
      request('4f1c-3', 'tools/call', { name: TOOL, arguments: {}, _meta: { progressToken: null } }),
    ],
  },
  {
    host: 'a workflow tool that adds its own arguments',
    version: '2025-03-26',
    initializeId: 0,
    listId: 1,
    callIds: [2],
    exchanges: [
      late(
        0,
        'initialize',
        initialize('2025-03-26', { tools: {} }, { name: 'workflow-client', version: '1' }),
      ),
      notify('notifications/initialized'),
      late(1, 'tools/list', { cursor: undefined }),
      late(2, 'tools/call', {
        name: TOOL,
        arguments: { sessionId: 's', action: 'sendMessage', chatInput: 'Who am I?', toolCallId: 'call_1' },
      }),
    ],
  },
  {
    host: 'a chat server that sends empty texts, and arguments as text',
    version: '2025-06-18',
    initializeId: 0,
    listId: 1,
    callIds: [2, 3, 4],
    exchanges: [
      late(0, 'initialize', initialize('2025-06-18', {}, { name: 'chat-server', version: '1.2.3' })),
      notify('notifications/initialized'),
      late(1, 'tools/list', {}),
      late(2, 'tools/call', { name: TOOL, arguments: { account: '', cookie: '', proxy: '', raw: 'false' } }),
      late(3, 'tools/call', { name: TOOL, arguments: '{"account":"us"}' }),
      late(4, 'tools/call', { name: TOOL, arguments: '' }),
    ],
  },
  {
    host: 'a host of the first protocol version',
    version: '2024-10-07',
    initializeId: 1,
    listId: 2,
    callIds: [4],
    exchanges: [
      request(
        1,
        'initialize',
        initialize('2024-10-07', { experimental: {} }, { name: 'early', version: '0.0.9' }),
      ),
      notify('notifications/initialized'),
      request(2, 'tools/list'),
      request(3, 'ping'),
      // It knew the result of a tool as `toolResult` and sends fields that are no longer known.
      {
        line: line({ jsonrpc: '2.0', id: 4, method: 'tools/call', params: ACCOUNT, trace: 'off' }),
        results: [4],
      },
    ],
  },
  {
    host: 'a script on Windows with a byte order mark, and a batch',
    version: '2025-03-26',
    initializeId: 'a',
    listId: 'b',
    callIds: ['c'],
    lineEnd: '\r\n',
    exchanges: [
      {
        line: `\ufeff${line({ jsonrpc: '2.0', id: 'a', method: 'initialize', params: initialize('2025-03-26', {}, { name: 'script', version: '1' }) })}`,
        results: ['a'],
      },
      {
        line: line([
          { jsonrpc: '2.0', method: 'notifications/initialized' },
          { jsonrpc: '2.0', id: 'b', method: 'tools/list' },
          { jsonrpc: '2.0', id: 'c', method: 'tools/call', params: ACCOUNT },
        ]),
        results: ['b', 'c'],
      },
    ],
  },
  {
    host: 'a host of a protocol version to come, which falls back',
    version: '2025-11-25',
    initializeId: 10,
    listId: 11,
    callIds: [12],
    exchanges: [
      request(
        10,
        'initialize',
        initialize(
          '2026-07-28',
          { elicitation: {}, extensions: {} },
          { name: 'later', version: '9', icons: [{ src: 'https://later.example/i.png' }] },
        ),
      ),
      notify('notifications/initialized'),
      request(11, 'tools/list', { _meta: { traceparent: '00-4bf9-01' } }),
      request(12, 'tools/call', { ...ACCOUNT, inputResponses: null, requestState: null }),
    ],
  },
];
