/** Looks up a text in the answers so far: the field of the first row of the latest list of that name. */
export type Found = (list: string, field: string) => string;

/** One call that the assistant makes for a question. */
interface Step {
  readonly tool: string;
  /** The arguments that it sends, with ids from earlier answers where needed. */
  readonly args?: (found: Found) => Readonly<Record<string, unknown>>;
}

/** A question of a creator or an agency. */
interface Question {
  readonly ask: string;
  readonly steps: readonly Step[];
  /** One sentence on how to read the answer. */
  readonly read: string;
}

/** The account whose videos some of the questions are about. */
const SG = { account: 'sg', start_date: '2026-10-01' } as const;

/** What docs/cookbook.md asks, in its order. The names of accounts are those of the sandbox; without one it is `us`. */
export const questions: readonly Question[] = [
  {
    ask: 'How is my month going?',
    steps: [{ tool: 'summarize_month' }],
    read: 'The change is measured over the days that both months have data for, so an unfinished month does not look like a loss; the notes say where the data ends.',
  },
  {
    ask: 'Is my account in danger? Can I still appeal anything, and until when?',
    steps: [{ tool: 'summarize_account_health', args: () => ({ account: 'br' }) }],
    read: "The appeals that are still open come first by deadline, in the account's own time; the score of 17 can be read in two ways, and the answer gives both.",
  },
  {
    ask: 'It says "status 0". Am I banned?',
    steps: [{ tool: 'get_account_health_status' }],
    read: 'No: 0 is the normal creator status, as the description of the tool says, and the level is Healthy.',
  },
  {
    ask: 'What exactly was I accused of?',
    steps: [{ tool: 'get_account_violation_list', args: () => ({ account: 'br', page: 2 }) }],
    read: 'Reason, detail and suggestion were written by others: one of them tries to give the assistant orders, and is shown as data.',
  },
  {
    ask: 'Which video sold the most in October, and which product?',
    steps: [
      { tool: 'get_video_list_analytics', args: () => ({ ...SG, rules: 'VIDEO_LIST_GMV' }) },
      {
        tool: 'get_video_associated_product_list',
        args: (found) => ({ ...SG, item_ids: [found('videos', 'video_id')] }),
      },
      {
        tool: 'get_video_to_product_stats',
        args: (found) => ({
          ...SG,
          item_id: found('videos', 'video_id'),
          product_id: found('products', 'product_id'),
        }),
      },
    ],
    read: 'The list is sorted by GMV, the second call looks up the products of its first video, and the third says how much that video sold of one of them, day by day.',
  },
  {
    ask: 'Who watches that video, and does it still work?',
    steps: [
      {
        tool: 'get_video_audience_stats',
        args: (found) => ({ ...SG, item_id: found('videos', 'video_id') }),
      },
      {
        tool: 'get_video_detailed_stats',
        args: (found) => ({ ...SG, item_id: found('videos', 'video_id') }),
      },
    ],
    read: 'The first answer is about viewers, not buyers; the days of the second show whether the video still works or only did well in its first week.',
  },
  {
    ask: 'Who else makes videos for the same product?',
    steps: [
      {
        tool: 'get_product_related_videos',
        args: (found) => ({
          ...SG,
          item_id: found('videos', 'video_id'),
          product_id: found('products', 'product_id'),
        }),
      },
    ],
    read: 'Likes and comments of these videos are public; what others sold with them is not in the data.',
  },
  {
    ask: 'Which products brought the most in October?',
    steps: [
      {
        tool: 'get_product_analytics_list',
        args: () => ({ start_date: '2026-10-01', end_date: '2026-10-31' }),
      },
    ],
    read: 'Highest revenue first; what the creator can expect from it is the estimated commission, which can be higher for a product with less revenue.',
  },
  {
    ask: 'What is in my showcase, and what commission does it pay?',
    steps: [{ tool: 'get_showcase_product_list', args: () => ({ count: 5 }) }],
    read: 'Rate and commission are for one item; `next` says what the assistant sends to get the following five.',
  },
  {
    ask: 'How did my LIVEs do in October?',
    steps: [{ tool: 'get_live_analytics_summary', args: () => ({ start_date: '2026-10-01' }) }],
    read: 'GPM is revenue per 1,000 LIVE impressions; a day without impressions had no LIVE. Single sessions are not in the data.',
  },
  {
    ask: 'Are my videos getting more views than before?',
    steps: [{ tool: 'get_video_analytics_summary' }],
    read: 'The vendor chooses the days of this report, and the window says which ones they are; comparing a week with the week before answers the question. Views are not people: how many people watched is not in the data.',
  },
  {
    ask: 'How much will be paid out for October?',
    steps: [
      { tool: 'get_account_insights_overview', args: () => ({ account: 'sg', start_date: '2026-10-01' }) },
    ],
    read: "That is not in the data, and the server's instructions tell the assistant so: commission is an estimate, and payouts, paid commission, refunds and samples are unknown here, not zero.",
  },
  {
    ask: 'Why is there nothing for this account?',
    steps: [{ tool: 'summarize_month', args: () => ({ account: 'expired' }) }],
    read: 'Its session has ended, which has nothing to do with the API key: new cookies are needed. The other accounts keep working.',
  },
  {
    ask: 'Which accounts are connected here, and whose are they?',
    steps: [{ tool: 'list_accounts' }, { tool: 'get_creator_account_info', args: () => ({ account: 'br' }) }],
    read: 'The first answer costs no call: it repeats what earlier answers showed about each session.',
  },
  {
    ask: 'Which of my accounts did best in October?',
    steps: [{ tool: 'compare_accounts', args: () => ({ month: '2026-10' }) }],
    read: 'Accounts are ranked within each currency: amounts in different currencies are neither added nor compared. An account whose session has ended is named.',
  },
];
