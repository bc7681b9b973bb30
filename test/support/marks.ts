/** Stands in all that is one of up to a hundred accounts' own: its name, the names in its replies and one of its figures. */
export const markOf = (account: number): string => String(77_770_000 + account);

export const markedName = (account: number): string => `creator-${markOf(account)}`;

export const markedCookie = (account: number): string =>
  `sessionid=session-of-${markOf(account)}; msToken=token-of-${account}-9c2e; ttwid=ttwid-of-${account}-77aa`;

/** The accounts whose marks are in a text, where figures may have commas. */
export const accountsIn = (said: string): Set<number> =>
  new Set(
    [...said.replaceAll(/(?<=\d),(?=\d{3})/g, '').matchAll(/777700(\d\d)/g)].map(([, number]) =>
      Number(number),
    ),
  );
