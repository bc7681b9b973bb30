/** Escapes that `$'…'` of bash knows, besides a character that stands for itself. */
const ANSI_C: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** One piece of a command: a quoted text, an escaped character, white space, or anything else. */
const PIECE =
  /\$'((?:[^'\\]|\\[\s\S])*)'|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\(\r?\n)|\\([\s\S])|(\s+)|([\s\S])/g;

/** The words of a command as bash or Windows' cmd would pass them to the program. */
export function shellWords(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (const [, ansi, single, double, lineEnd, escaped, space, other] of withoutCarets(command).matchAll(
    PIECE,
  )) {
    if (lineEnd !== undefined) continue;
    if (space !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
      continue;
    }
    const text =
      ansi === undefined
        ? (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? other ?? '')
        : withoutAnsiEscapes(ansi);
    word = `${word ?? ''}${text}`;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** In cmd a caret escapes the next character, or joins the next line. */
const withoutCarets = (command: string): string =>
  /\^["\r\n]/.test(command)
    ? command.replace(/\^(\r?\n|[\s\S])/g, (_, next: string) => next.trimEnd())
    : command;

const withoutAnsiEscapes = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([\s\S]))/gi, (_, unicode, hex, character) => {
    const code = unicode ?? hex;
    return code === undefined
      ? (ANSI_C[String(character)] ?? String(character))
      : String.fromCharCode(Number.parseInt(String(code), 16));
  });
