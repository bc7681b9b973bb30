import { calendarMonth, readIsoDate } from '../../src/sandbox/calendar.ts';
import { CREATORS } from '../../src/sandbox/creators.ts';
import { createLedger } from '../../src/sandbox/ledger.ts';

const OCTOBER = calendarMonth(readIsoDate('2026-10-15') ?? 0);

/** What a sandbox creator's ledger offers to ask about, without asking the server. */
export interface Subject {
  /** The best seller of October among the videos with several products. */
  readonly video: string;
  /** A product of it. */
  readonly product: string;
  /** A video without products. */
  readonly bareVideo: string;
}

/** Ids that mean something to an account of the sandbox. */
export function subjectOf(account: string): Subject {
  const creator = CREATORS.find(({ name }) => name === account);
  if (creator === undefined) throw new Error(`no creator ${account}`);
  const videos = createLedger(creator, 1)
    .videosBetween(OCTOBER)
    .sort((a, b) => b.sales.revenue - a.sales.revenue)
    .map(({ video }) => video);
  const video = videos.find(({ products }) => products.length > 1);
  const bareVideo = videos.find(({ products }) => products.length === 0);
  const [product] = video?.products ?? [];
  if (!video || !bareVideo || !product) throw new Error(`${account} has too few videos`);
  return { video: video.id, product: product.id, bareVideo: bareVideo.id };
}
