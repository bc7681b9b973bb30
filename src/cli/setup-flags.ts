import { HOST_NAMES, hostFiles } from '../config/hosts.ts';
import type { SetupWanted } from '../config/load-config.ts';
import type { Places } from '../config/user-folders.ts';

/** Why the flags of `setup` conflict, as a sentence: every flag must have an effect. */
export function flagsFault(wanted: SetupWanted, places: Places): string | undefined {
  const { cookieFiles, accountNames, hosts, print, remove } = wanted;
  const named = print === undefined ? hosts : [...hosts, print];
  if (named.some((name) => hostFiles(name, places) === undefined))
    return `--host and --print take ${HOST_NAMES.join(', ')}.`;
  const given = givenFlags(wanted);
  if (print !== undefined && given.length > 1)
    return `--print only shows a block. It cannot be combined with other flags.`;
  const surplus = given.filter((flag) => !['--remove', '--host', '--yes'].includes(flag));
  if (remove && surplus.length > 0)
    return `--remove can be combined with --host and --yes, but not with ${surplus.join(', ')}.`;
  if (accountNames.length > cookieFiles.length)
    return `--account names the account of a --cookie-file, and there are more names (${accountNames.length}) than files (${cookieFiles.length}).`;
  return undefined;
}

const givenFlags = (wanted: SetupWanted): string[] =>
  Object.entries({
    '--key-file': wanted.keyFile !== undefined,
    '--cookie-file': wanted.cookieFiles.length > 0,
    '--account': wanted.accountNames.length > 0,
    '--host': wanted.hosts.length > 0,
    '--print': wanted.print !== undefined,
    '--remove': wanted.remove,
    '--live': wanted.live,
    '--yes': wanted.yes,
  }).flatMap(([flag, isGiven]) => (isGiven ? [flag] : []));
