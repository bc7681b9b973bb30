/** A member of an object in a JSON text. */
export interface JsonMember {
  /** The names that lead to its object; an element of an array counts as a name. */
  readonly path: readonly string[];
  readonly name: string;
}

/** A string, or a punctuation mark of JSON. */
const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * Every member of every object in a JSON text, in the order of the text, duplicates included. `JSON.parse` moves
 * names that are whole numbers to the front and keeps only the last of two equal ones.
 * @param text valid JSON
 */
export function jsonMembers(text: string): JsonMember[] {
  const members: JsonMember[] = [];
  /** The objects and arrays that are open, each with the name of the member that is being read. */
  const open: { readonly isObject: boolean; name: string }[] = [];
  let lastText = '';
  for (const [token] of text.matchAll(JSON_TOKEN)) {
    const here = open.at(-1);
    if (token === '{' || token === '[') open.push({ isObject: token === '{', name: '' });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ':' && here?.isObject) {
      here.name = lastText;
      members.push({ path: open.slice(0, -1).map(({ name }) => name), name: lastText });
    } else if (token.startsWith('"')) lastText = String(JSON.parse(token));
  }
  return members;
}
