/** Whether a word may be a secret that stands where none belongs: long, with letters and digits, and no address of TikTok. */
export const looksLikeToken = (word: string): boolean =>
  word.length >= 20 && /\d/.test(word) && /[a-z]/i.test(word) && !/tiktok|^\/|\.com\b/i.test(word);
