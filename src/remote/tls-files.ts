import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { HTTP_SETTINGS } from '../config/http-settings.ts';
import { describeReadError, privateReader, type ReadFile } from '../config/private-file.ts';
import type { TlsFiles } from '../config/read-http.ts';
import type { TlsIdentity } from '../transports/http/http-service.ts';
import { watchFiles } from './watch-files.ts';

/** Says why a certificate and its key cannot be used, without their content. */
export class TlsFilesError extends Error {
  override readonly name = 'TlsFilesError';
}

const { tlsCert, tlsKey } = HTTP_SETTINGS;

/**
 * Reads a certificate and its key.
 * @param readPrivate reads the key, and refuses one that others can read
 * @throws TlsFilesError when they cannot be read, or do not match
 */
export async function readTls({ cert, key }: TlsFiles, readPrivate: ReadFile): Promise<TlsIdentity> {
  // The certificate is public, so its mode does not matter.
  const certificate = await readPem(tlsCert.env, cert, privateReader(false));
  const secret = await readPem(tlsKey.env, key, readPrivate);
  const shown = attempt(
    () => new X509Certificate(certificate),
    `${tlsCert.env} names a file without a certificate in PEM: ${cert}.`,
  );
  const kept = attempt(
    () => createPrivateKey(secret),
    `${tlsKey.env} names a file without a key in PEM, or with one that needs a passphrase: ${key}.`,
  );
  if (!shown.checkPrivateKey(kept))
    throw new TlsFilesError(`The key in ${key} does not match the certificate in ${cert}.`);
  attempt(
    () => createSecureContext({ cert: certificate, key: secret }),
    `The certificate in ${cert} cannot be used: its key is too weak, or one of the further certificates is damaged.`,
  );
  return { cert: certificate, key: secret };
}

async function readPem(setting: string, path: string, readFile: ReadFile): Promise<string> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new TlsFilesError(`${setting} ${describeReadError(error, path)}`);
  }
}

function attempt<T>(make: () => T, otherwise: string): T {
  try {
    return make();
  } catch {
    throw new TlsFilesError(otherwise);
  }
}

interface FollowedTls {
  readonly files: TlsFiles;
  readonly readFile: ReadFile;
  /** Receives a renewed certificate with its key. */
  take(renewed: TlsIdentity): void;
  report(problem: string): void;
}

/** Follows both files. While only one of them has been replaced they do not match, and the old ones stay in use. */
export const watchTls = ({ files, readFile, take, report }: FollowedTls, everyMs: number): (() => void) =>
  watchFiles([files.cert, files.key], everyMs, async () => {
    try {
      take(await readTls(files, readFile));
    } catch (error) {
      const why = error instanceof Error ? error.message : '';
      report(`The previous certificate stays in use. ${why}`);
    }
  });
