import { asList, at, type JsonObject, jsonObjects } from '../../json.ts';
import { verdicts } from '../../mcp/result-schemas.ts';
import type { Gathered } from './gather.ts';

/** The accounts of a comparison as the rows of one table, with a currency each. */
export function accountRows(comparison: JsonObject): Gathered {
  const groups = jsonObjects(comparison['currencies']);
  const failed = jsonObjects(comparison['failed']).map(({ account, error }) => `${account}: ${error}`);
  const currencies = new Set(groups.map(({ currency }) => currency));
  const [only] = currencies;
  return {
    first: { ...comparison, window: comparison['period'] },
    rows: groups.flatMap(({ currency, accounts }) =>
      jsonObjects(accounts).map((row) => ({ ...row, currency })),
    ),
    currency: currencies.size === 1 && typeof only === 'string' ? only : undefined,
    verdicts: verdicts.parse(at(comparison, 'verdicts')),
    notes: asList(comparison['notes']).map(String),
    stopped: failed.length === 0 ? undefined : `Accounts are missing. ${failed.join(' ')}`,
  };
}
