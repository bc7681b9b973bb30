/** A request body after defaults; fields an endpoint does not have keep their default. */
export interface RequestBody {
  readonly cookie: string;
  readonly start_date: string;
  readonly end_date: string;
  readonly page: number;
  readonly rules: string;
  readonly count: number;
  readonly offset: number;
  readonly item_id: string;
  readonly product_id: string;
  readonly item_ids: readonly string[];
}

/** The fields an endpoint has beside `cookie` and `proxy`, with their defaults; `null` means required. */
export interface BodyFields {
  readonly start_date?: string;
  readonly end_date?: string;
  readonly page?: number;
  readonly rules?: string;
  readonly count?: number;
  readonly offset?: number;
  readonly item_id?: null;
  readonly product_id?: null;
  readonly item_ids?: null;
}

/** One entry of a 422 reply. `input` repeats the whole body, cookie included, as the vendor's may. */
interface ValidationIssue {
  readonly type: string;
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
}

class BodyReader {
  readonly issues: ValidationIssue[] = [];
  readonly #body: Readonly<Record<string, unknown>>;

  constructor(body: Readonly<Record<string, unknown>>) {
    this.#body = body;
  }

  #issue(type: string, msg: string, ...loc: readonly (string | number)[]): void {
    this.issues.push({ type, loc: ['body', ...loc], msg, input: this.#body });
  }

  #missing(name: string): void {
    this.#issue('missing', 'Field required', name);
  }

  /** `fallback`: the default, null for a required field, undefined for one the endpoint does not have. */
  text(name: string, fallback: string | null | undefined): string {
    const value = fallback === undefined ? '' : this.#body[name];
    if (typeof value === 'string') return value;
    if (value !== undefined) this.#issue('string_type', 'Input should be a valid string', name);
    if (value === undefined && fallback === null) this.#missing(name);
    return fallback ?? '';
  }

  optionalText(name: string): void {
    if (this.#body[name] !== null) this.text(name, '');
  }

  integer(name: string, fallback: number | undefined): number {
    const value = fallback === undefined ? 0 : this.#body[name];
    if (value === undefined) return fallback ?? 0;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    if (typeof value === 'string' && /^\s*[+-]?\d{1,15}\s*$/.test(value)) return Number(value);
    this.#issue('int_type', 'Input should be a valid integer', name);
    return 0;
  }

  texts(name: string, fallback: null | undefined): string[] {
    const value = fallback === undefined ? [] : this.#body[name];
    const texts: string[] = [];
    if (value === undefined) this.#missing(name);
    else if (!Array.isArray(value)) this.#issue('list_type', 'Input should be a valid list', name);
    else {
      for (const [index, entry] of value.entries()) {
        if (typeof entry === 'string') texts.push(entry);
        else this.#issue('string_type', 'Input should be a valid string', name, index);
      }
    }
    return texts;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a body by an endpoint's fields. Fields it does not know are ignored, as the vendor's models do. */
export function readRequestBody(
  text: string,
  fields: BodyFields,
): RequestBody | { readonly issues: readonly ValidationIssue[] } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { issues: [{ type: 'json_invalid', loc: ['body', 0], msg: 'JSON decode error', input: {} }] };
  }
  if (!isRecord(body)) {
    const msg = 'Input should be a valid dictionary or object to extract fields from';
    return { issues: [{ type: 'model_attributes_type', loc: ['body'], msg, input: body }] };
  }
  const reader = new BodyReader(body);
  reader.optionalText('proxy');
  const read: RequestBody = {
    // Left out, the cookie becomes the placeholder of the vendor's examples, which no session answers to.
    cookie: reader.text('cookie', 'Your_Cookie_String'),
    start_date: reader.text('start_date', fields.start_date),
    end_date: reader.text('end_date', fields.end_date),
    page: reader.integer('page', fields.page),
    rules: reader.text('rules', fields.rules),
    count: reader.integer('count', fields.count),
    offset: reader.integer('offset', fields.offset),
    item_id: reader.text('item_id', fields.item_id),
    product_id: reader.text('product_id', fields.product_id),
    item_ids: reader.texts('item_ids', fields.item_ids),
  };
  return reader.issues.length > 0 ? { issues: reader.issues } : read;
}
