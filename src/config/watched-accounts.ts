import type { Accounts, ConfiguredAccount } from '../credentials/account.ts';
import { cookieFault, inspectCookie, sessionIn } from '../credentials/cookie.ts';
import type { LoadedAccounts } from './read-accounts.ts';

interface WatchOptions {
  /** The accounts at the start. */
  readonly first: Accounts;
  /** Their problems, already reported at the start. */
  readonly firstProblems: readonly string[];
  /** Reads the settings' files again. */
  readonly read: () => Promise<LoadedAccounts>;
  /** A text that changes when the file does, see `stampOf`. */
  readonly stamp: (path: string) => Promise<string>;
  readonly now: () => Date;
  /** Receives, once, the reason why a change was not applied. */
  readonly report: (problem: string) => void;
}

/**
 * The configured accounts, which follow their files while the server runs. A change that cannot be used is not applied.
 */
export class WatchedAccounts implements Accounts {
  readonly #options: WatchOptions;
  #current: Accounts;
  #files: readonly string[] = [];
  /**
   * The stamps of the files when they were last read; undefined at first, so that a change at the start is not missed.
   */
  #stamps: string | undefined;
  #reported = '';
  /** Problems that have been reported already. */
  #known: ReadonlySet<string>;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#current = options.first;
    this.#known = new Set(options.firstProblems);
  }

  get byName(): ReadonlyMap<string, ConfiguredAccount> {
    return this.#current.byName;
  }

  get defaultName(): string {
    return this.#current.defaultName;
  }

  get problems(): readonly string[] | undefined {
    return this.#current.problems;
  }

  /**
   * Applies what has changed in the files.
   * @returns whether the names or the default have changed, so that hosts must be told
   */
  async refresh(): Promise<boolean> {
    const { read, stamp } = this.#options;
    const files = this.#files;
    // Taken before reading, so that a change in between is noticed the next time.
    const stamps = (await Promise.all(files.map(stamp))).join('\n');
    if (stamps === this.#stamps) return false;
    const reading = await read();
    const isUnreadable = reading.accounts.byName.size === 0 && reading.problems.length > 0;
    this.#files = isUnreadable ? [...new Set([...files, ...reading.files])] : reading.files;
    this.#stamps = this.#files.join('\n') === files.join('\n') ? stamps : undefined;
    if (isUnreadable && this.#current.byName.size > 0) {
      this.#report(
        headedList('The changed accounts cannot be used; the previous ones stay in use:', reading.problems),
      );
      return false;
    }
    return this.#take(reading);
  }

  /**
   * Refreshes regularly without keeping the process alive. It looks at the path, not at an open file, so that it also
   * notices a file that was replaced.
   * @returns a function that stops it
   */
  watch(everyMs: number, onNamesChanged: () => void): () => void {
    let timer: NodeJS.Timeout | undefined;
    let isEnded = false;
    const wait = (): void => {
      if (!isEnded) timer = setTimeout(look, everyMs).unref();
    };
    const look = (): void => {
      this.refresh()
        .then((isChanged) => isChanged && !isEnded && onNamesChanged())
        .finally(wait);
    };
    wait();
    return () => {
      isEnded = true;
      clearTimeout(timer);
    };
  }

  #take({ accounts: next, problems, notes }: LoadedAccounts): boolean {
    const before = this.#current;
    const faults: string[] = [];
    const byName = new Map<string, ConfiguredAccount>();
    for (const [name, account] of next.byName) {
      const old = before.byName.get(name);
      const fault = old && isChanged(old, account) ? this.#faultOf(account, name) : undefined;
      const stays = old !== undefined && fault !== undefined && this.#isStillMeant(old, account);
      if (stays) faults.push(fault);
      byName.set(name, stays ? old : account);
    }
    const news = problems.filter(
      (problem) => !this.#known.has(problem) && !faults.some((fault) => fault.includes(problem)),
    );
    this.#known = new Set(problems);
    this.#report([
      ...headedList('A changed account cannot be used; its previous cookie stays in use:', faults),
      ...news,
      ...notes,
    ]);
    const after = { byName, defaultName: next.defaultName, problems: next.problems };
    if (fingerprint(after) !== fingerprint(before)) this.#current = after;
    return nameFingerprint(after) !== nameFingerprint(before);
  }

  /**
   * Whether an account keeps its previous cookie until the new one can be used: a cookie file that is being written
   * must not end a working session. A name that got another file or session now belongs to another creator.
   */
  #isStillMeant(old: ConfiguredAccount, account: ConfiguredAccount): boolean {
    const session = sessionIn(account.cookie);
    const isSameCreator = old.file === account.file && (session === '' || session === sessionIn(old.cookie));
    return isSameCreator && this.#faultOf(old, '') === undefined;
  }

  /** Why an account cannot be used, as a sentence. */
  #faultOf({ cookie, source, problem }: ConfiguredAccount, name: string): string | undefined {
    if (problem !== undefined) return problem;
    const fault = cookieFault(inspectCookie(cookie, this.#options.now()));
    return fault === undefined ? undefined : `${source} (account "${name}") ${fault}.`;
  }

  #report(lines: readonly string[]): void {
    const message = lines.join('\n');
    if (message !== '' && message !== this.#reported) this.#options.report(message);
    this.#reported = message;
  }
}

/** A heading with its list; nothing for an empty list. */
const headedList = (heading: string, entries: readonly string[]): string[] =>
  entries.length === 0 ? [] : [heading, ...entries.map((entry) => `- ${entry}`)];

const isChanged = (old: ConfiguredAccount, account: ConfiguredAccount): boolean =>
  JSON.stringify(old) !== JSON.stringify(account);

const fingerprint = ({ byName, defaultName, problems }: Accounts): string =>
  JSON.stringify([defaultName, problems, ...byName]);
const nameFingerprint = ({ byName, defaultName }: Accounts): string =>
  JSON.stringify([defaultName, ...byName.keys()]);
