/** Replies that each endpoint is tried with; the nightly run sets many more. */
export const CASES = Number(process.env['REPLY_LAB_CASES'] ?? 500);

/** Time for them on a machine that is busy with other things. */
export const CASES_TIMEOUT_MS = 60_000 + CASES * 100;
