import {
  amIBanned,
  isMyAccountAtRisk,
  whatIsInMyShowcase,
  whatWasIAccusedOf,
  whichAccountsAreConnected,
  whyIsThereNothing,
} from './account.ts';
import {
  howIsMyMonth,
  howMuchIsPaidOut,
  howWereMyLives,
  whichAccountDidBest,
  whichProducts,
} from './earnings.ts';
import { asASpreadsheet, howWasThatWeek, whichVideosCouldSellMore, whyDidItFall } from './periods.ts';
import { isMyNewVideoDoingWell, whenShouldIPost, whoWatchesMe } from './posts.ts';
import type { Question } from './question.ts';
import { whatShouldIPromote, whichVideoSoldWhat } from './sales.ts';
import { areMyViewsGrowing, whichVideoSoldMost, whoElsePromotesIt, whoWatches } from './videos.ts';

/** The questions of docs/cookbook.md, in order. Account names are the sandbox's; without one it is `us`. */
export const questions: readonly Question[] = [
  howIsMyMonth,
  howWasThatWeek,
  whyDidItFall,
  isMyAccountAtRisk,
  amIBanned,
  whatWasIAccusedOf,
  whichVideoSoldMost,
  whoWatches,
  whoElsePromotesIt,
  whichVideoSoldWhat,
  whichVideosCouldSellMore,
  isMyNewVideoDoingWell,
  whoWatchesMe,
  whenShouldIPost,
  whichProducts,
  whatShouldIPromote,
  whatIsInMyShowcase,
  howWereMyLives,
  areMyViewsGrowing,
  asASpreadsheet,
  howMuchIsPaidOut,
  whyIsThereNothing,
  whichAccountsAreConnected,
  whichAccountDidBest,
];
