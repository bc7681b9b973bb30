/** Why it cannot be said which accounts an access token is for, as a sentence. */
export class GrantsError extends Error {
  override readonly name = 'GrantsError';
}
