/** Whether a word may be a secret in the wrong place: long, with letters and digits, and not an address of TikTok. */
export const looksLikeToken = (word: string): boolean =>
  word.length >= 20 && /\d/.test(word) && /[a-z]/i.test(word) && !/tiktok|^\/|\.com\b/i.test(word);
