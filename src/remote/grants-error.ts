/** Says why the accounts of access tokens cannot be determined. */
export class GrantsError extends Error {
  override readonly name = 'GrantsError';
}
