/** `Given`, with `never` in place of every field that `Allowed` does not have, at any depth. */
export type Exact<Allowed, Given> = unknown extends Allowed
  ? Given
  : Given extends readonly (infer GivenEntry)[]
    ? Allowed extends readonly (infer AllowedEntry)[]
      ? readonly Exact<AllowedEntry, GivenEntry>[]
      : never
    : Given extends object
      ? Allowed extends object
        ? { readonly [K in keyof Given]: K extends keyof Allowed ? Exact<Allowed[K], Given[K]> : never }
        : never
      : Given;
