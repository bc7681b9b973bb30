import { ApiError } from '../errors.ts';
import type { ExportedFile } from '../shared-state/export-store.ts';
import { audited } from './audit.ts';
import type { HandlerContext } from './server-context.ts';

/**
 * An exported file.
 * @throws ApiError `invalid_request` when there is none, or it has expired
 */
export const readExport = (
  context: Pick<HandlerContext, 'audit' | 'budget'> & {
    readonly exports: { read(id: string): ExportedFile | undefined };
  },
  id: string,
  signal: AbortSignal,
): Promise<ExportedFile> =>
  audited(context, 'exports', signal, async ({ accounts }) => {
    const file = context.exports.read(id);
    if (file === undefined) throw noSuchExport();
    for (const name of file.accounts) accounts.add(name);
    return file;
  });

const noSuchExport = (): ApiError =>
  new ApiError('invalid_request', 'There is no exported file under this URI.', {
    next: 'Files are kept for an hour, the latest 20. Export the table again: what is cached is not billed again.',
  });
