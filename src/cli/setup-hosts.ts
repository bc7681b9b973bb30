import { type HostFiles, hostFiles } from '../config/hosts.ts';
import type { SetupWanted } from '../config/load-config.ts';
import {
  backupOf,
  type HostChange,
  installedHosts,
  makeChange,
  type PlannedChange,
  planAdding,
  planRemoving,
} from './host-changes.ts';
import { changedLines, entryFor, type HostLaunch } from './host-entry.ts';
import type { SetupMachine } from './setup-machine.ts';

/** Adds the server to the chosen hosts; returns whether all of them have it. */
export async function addToHosts(
  { hosts, yes }: SetupWanted,
  machine: SetupMachine,
  launch: HostLaunch,
): Promise<boolean> {
  const { dialog, places, terminal } = machine;
  const isAsked = dialog !== undefined && hosts.length === 0;
  const meant =
    hosts.length > 0 || !(yes || isAsked) ? hostsNamed(hosts, machine) : await installedHosts(places);
  if (meant.length === 0) {
    terminal.print(
      'The server was added to no host. "tiktok-creator-mcp setup --print HOST" shows what to put into its settings.\n',
    );
    return true;
  }
  const chosen = isAsked ? await chosenOf(meant, machine) : meant;
  const planned = await Promise.all(chosen.map((host) => planAdding(host, entryFor(host.name, launch))));
  const changes = sorted(planned, machine, 'already has the server.');
  if (changes.length === 0) return planned.every((plan) => !('fault' in plan));
  show(changes, machine);
  const copies = changes.some(({ backup }) => backup === 'make')
    ? ' A copy of each existing file is kept beside it.'
    : '';
  if (isAsked && !(await dialog.confirm(`Write this?${copies}`, true))) {
    terminal.print('No host was changed.\n');
    return true;
  }
  for (const change of changes) {
    await makeChange(change);
    terminal.print(`Added to ${change.host.title}: ${change.host.userFile}\n`);
  }
  return planned.every((plan) => !('fault' in plan));
}

/** Removes the server from the hosts; returns whether that worked everywhere. */
export async function removeFromHosts({ hosts }: SetupWanted, machine: SetupMachine): Promise<boolean> {
  const { dialog, places, terminal } = machine;
  const meant = hosts.length > 0 ? hostsNamed(hosts, machine) : await installedHosts(places);
  const planned = await Promise.all(meant.map((host) => planRemoving(host)));
  const changes = sorted(planned, machine, undefined);
  if (changes.length > 0) {
    show(changes, machine);
    if (dialog !== undefined && !(await dialog.confirm('Remove the server from these hosts?', true))) {
      terminal.print('No host was changed.\n');
      return false;
    }
    for (const change of changes) {
      await makeChange(change);
      terminal.print(`Removed from ${change.host.title}: ${change.host.userFile}\n`);
    }
  }
  return planned.every((plan) => !('fault' in plan));
}

/** Each host once, even if it was named in two ways. */
function hostsNamed(names: readonly string[], { places }: SetupMachine): HostFiles[] {
  const named = names.flatMap((name) => hostFiles(name, places) ?? []);
  return [...new Map(named.map((host) => [host.name, host])).values()];
}

async function chosenOf(
  meant: readonly HostFiles[],
  { dialog }: SetupMachine,
): Promise<readonly HostFiles[]> {
  const choices = meant.map(({ name, title, userFile }) => ({ value: name, label: title, hint: userFile }));
  const names = (await dialog?.choose('Add the server to (space selects, Enter continues)', choices)) ?? [];
  return meant.filter(({ name }) => names.includes(name));
}

/** The plans that change something; prints messages about the others. */
function sorted(
  planned: readonly PlannedChange[],
  { terminal }: SetupMachine,
  unchanged: string | undefined,
): HostChange[] {
  const changes: HostChange[] = [];
  for (const plan of planned) {
    if ('fault' in plan) terminal.printError(`${plan.host.title}: ${plan.host.userFile} ${plan.fault}\n`);
    else if (plan.before !== plan.after || plan.backup === 'remove') changes.push(plan);
    else if (unchanged !== undefined) terminal.print(`${plan.host.title} ${unchanged}\n`);
  }
  return changes;
}

function show(changes: readonly HostChange[], { terminal }: SetupMachine): void {
  for (const { host, before, after, backup, entry } of changes) {
    const lines = changedLines(before, after ?? '', entry);
    const copy = backup === 'make' ? ` (copy: ${backupOf(host.userFile)})` : '';
    terminal.print(`\n${host.userFile}${copy}\n${lines.map((line) => `  ${line}\n`).join('')}\n`);
  }
}
