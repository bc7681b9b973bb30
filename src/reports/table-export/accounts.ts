import { asList, at, type JsonObject, jsonObjects } from '../../json.ts';
import { verdicts } from '../../mcp/result-schemas.ts';
import { type Gathered, stoppedBy } from './gather.ts';

/** The accounts of a comparison as the rows of one table, with a currency each. */
export function accountRows(comparison: JsonObject): Gathered {
  const groups = jsonObjects(comparison['currencies']);
  const failed = jsonObjects(comparison['failed']).map(({ account, error }) => `${account}: ${error}`);
  const others = jsonObjects(comparison['not_ranked']).map(({ account }) => String(account));
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
    stopped: stoppedBy([
      ...(failed.length === 0 ? [] : [`Accounts are missing. ${failed.join(' ')}`]),
      ...(others.length === 0
        ? []
        : [`The figures of these accounts are about other days: ${others.join(', ')}.`]),
    ]),
  };
}
