import { z } from 'zod';

/** Where TikTok's addresses have the id of a video or a product: after the name of its kind, or at the end of a slug. */
const ID_IN_PATH = /\/(?:video|photo|v|product|view\/product|pdp)(?:\/[^/]*)?\/(\d{6,25})(?:\.html)?\/?$/;

/** TikTok's own hosts. */
const HOST = /(^|\.)tiktok(shop)?\.com$/i;

/** An id as text: written as a number that has all its digits, or taken from an address of the video or product. */
function idFrom(value: unknown): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string') return value;
  const text = value.trim();
  const url = /^[\w.]*tiktok(shop)?\.com\//i.test(text) ? `https://${text}` : text;
  if (!/^https?:/i.test(url) || !URL.canParse(url)) return text;
  const { hostname, pathname } = new URL(url);
  return (HOST.test(hostname) ? ID_IN_PATH.exec(pathname)?.[1] : undefined) ?? value;
}

/** A 19-digit id is more than a JSON number can hold, so such a number is refused, and the error says why. */
export const idText = (name: string) =>
  z.preprocess(
    idFrom,
    z
      .string({
        errorMap: (issue, context) => {
          if (typeof context.data === 'number') {
            return {
              message: `${name} must be a string of digits: ${context.data} as a JSON number has already lost its last digits. Send the id in quotes.`,
            };
          }
          return {
            message:
              issue.code === 'invalid_type' && issue.received === 'undefined'
                ? `${name} is required.`
                : `${name} must be a string of 6 to 25 digits.`,
          };
        },
      })
      .regex(/^\d{6,25}$/),
  );
