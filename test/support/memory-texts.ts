import type { ResponseStore, SealedTexts } from '../../src/shared-state/response-store.ts';

/** A store that keeps no response and, of an account, the one text that it holds. */
export function storeOfOneText(kept?: string) {
  let held = kept;
  const texts: SealedTexts = {
    open: async () => {},
    read: async (_name, _session, read) => (held === undefined ? undefined : read(held)),
    write: (_name, _session, write) => {
      held = write();
    },
    close: async () => {},
  };
  const store: ResponseStore = {
    get: async () => undefined,
    set: async () => {},
    open: async () => {},
    close: async () => {},
    texts,
  };
  return { store, held: () => held };
}
