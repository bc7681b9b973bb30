/** Zero-width and direction marks, which pages and chats put beside a text that is copied from them. */
const PASTE_MARKS = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;

/** Opening quotes with what closes them. */
const QUOTES: readonly (readonly [string, string])[] = [
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['”', '”'],
  ['„', '“'],
  ['‘', '’'],
  ['’', '’'],
  ['«', '»'],
];

/** How a fenced block of Markdown begins. */
const FENCE = /^(`{3,}|~{3,})[^\n]*\n/;

/**
 * A line of a dotenv file, a shell, PowerShell or a JSON `env` block that sets a variable for a cookie. The variable is in
 * capitals, because a header may begin with a cookie whose name contains "cookie".
 */
const ASSIGNMENT =
  /^[ \t]*(?:export[ \t]+|set[ \t]+|\$env:)?["']?(?:[A-Z][A-Z0-9_]*)?COOKIES?(?!_FILE)(?:_[A-Z0-9_]+)?["']?[ \t]*(?:=|:(?=[ \t]*["']))[ \t]*(\S.*?),?[ \t\r]*$/m;

/** Wrappings are rarely nested deeper. */
const MAX_LAYERS = 6;

/** A text without what people and programs put around it: quotes, code fences, a variable's name, invisible characters. */
export function unwrapPaste(text: string): string {
  let bare = text
    .replace(PASTE_MARKS, '')
    .replace(/\u00a0/g, ' ')
    .trim();
  for (let depth = 0; depth < MAX_LAYERS; depth += 1) {
    const inner = withoutOneLayer(bare).trim();
    if (inner === bare) break;
    bare = inner;
  }
  return bare;
}

function withoutOneLayer(text: string): string {
  const [start, fence] = FENCE.exec(text) ?? [];
  if (start !== undefined && fence !== undefined && text.length > start.length && text.endsWith(fence)) {
    return text.slice(start.length, -fence.length);
  }
  const assigned = ASSIGNMENT.exec(text)?.[1];
  if (assigned !== undefined) return assigned;
  return unquote(text);
}

/** A text without one pair of quotes around it: straight or typographic ones, or backticks. */
export function unquote(text: string): string {
  const pair = QUOTES.find(
    ([open, close]) => text.length > 1 && text.startsWith(open) && text.endsWith(close),
  );
  return pair === undefined ? text : text.slice(1, -1);
}
