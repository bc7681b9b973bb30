import { ApiError } from '../errors.ts';

/**
 * A module that is loaded after the start.
 * @throws ApiError `config` when its file is gone, although it was there when the server started
 */
export const lazyImport = <T>(loading: Promise<T>): Promise<T> =>
  loading.catch((cause: unknown) => {
    throw new ApiError('config', 'The program on disk was updated or removed while this server ran.', {
      cause,
      next: 'Restart the server, or the host that started it.',
    });
  });
