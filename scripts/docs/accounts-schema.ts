import { zodToJsonSchema } from 'zod-to-json-schema';
import { accountsFile, COOKIE_FIELDS } from '../../src/config/accounts-file-schema.ts';
import type { Document } from './document.ts';

/** The JSON Schema of `TIKTOK_ACCOUNTS_FILE`, for editors; zod has no word for "exactly one of these fields". */
export const accountsSchema: Document = {
  file: 'schema/accounts.schema.json',
  text() {
    const schema = zodToJsonSchema(accountsFile, { $refStrategy: 'none' });
    const whole = JSON.stringify(
      { title: 'Accounts of tiktok-creator-mcp', ...schema },
      (key, value) =>
        key === 'additionalProperties' && value !== false
          ? { ...value, oneOf: COOKIE_FIELDS.map((field) => ({ required: [field] })) }
          : value,
      2,
    );
    return `${whole}\n`;
  },
};
