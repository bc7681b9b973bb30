/** All tools, by what they are for: the sets that `TIKTOK_CREATOR_TOOLSETS` chooses from. */
export const TOOLSETS = {
  summaries: ['summarize_period', 'summarize_month', 'summarize_account_health'],
  analysis: [
    'explain_change',
    'review_videos',
    'compare_videos',
    'find_posting_times',
    'attribute_sales',
    'review_products',
    'profile_audience',
  ],
  endpoints: [
    'get_account_health_status',
    'get_account_violation_list',
    'get_account_insights_overview',
    'get_live_analytics_summary',
    'get_video_analytics_summary',
    'get_video_list_analytics',
    'get_product_analytics_list',
    'get_creator_account_info',
    'get_showcase_product_list',
    'get_video_associated_product_list',
    'get_video_audience_stats',
    'get_video_detailed_stats',
    'get_video_to_product_stats',
    'get_product_related_videos',
  ],
  accounts: ['compare_accounts', 'list_accounts'],
  export: ['export_table'],
} as const;

export type Toolset = keyof typeof TOOLSETS;
export type ToolName = (typeof TOOLSETS)[Toolset][number];

/** The sets whose tools are listed and served. */
export type ServedToolsets = ReadonlySet<Toolset>;

const SETTING = 'TIKTOK_CREATOR_TOOLSETS';

export const isToolset = (word: string): word is Toolset => Object.hasOwn(TOOLSETS, word);

export const toolsetNames: readonly Toolset[] = Object.keys(TOOLSETS).filter(isToolset);

const memberships: readonly { readonly name: string; readonly toolset: Toolset }[] = toolsetNames.flatMap(
  (toolset) => TOOLSETS[toolset].map((name) => ({ name, toolset })),
);

/** The set of a tool that is not served; undefined for a tool that is, and for a name that is not a tool. */
export function switchedOffSetOf(tool: string, served: ServedToolsets): Toolset | undefined {
  const toolset = memberships.find(({ name }) => name === tool)?.toolset;
  return toolset === undefined || served.has(toolset) ? undefined : toolset;
}

/** The tools that are named in a text and are not served. */
function switchedOffIn(text: string, served: ServedToolsets): readonly (typeof memberships)[number][] {
  if (served.size === toolsetNames.length) return [];
  return memberships.filter(
    ({ name, toolset }) => !served.has(toolset) && new RegExp(`\\b${name}\\b`).test(text),
  );
}

/** The sentence for a text that names tools that are not served; undefined if it names none. */
export function switchedOffNote(text: string, served: ServedToolsets): string | undefined {
  const found = switchedOffIn(text, served);
  return found.length === 0
    ? undefined
    : `Switched off here: ${found.map(({ name }) => name).join(', ')}. ${howToSwitchOn(found.map(({ toolset }) => toolset))}`;
}

/** How a person gets the tools of some sets. */
export const howToSwitchOn = (toolsets: readonly Toolset[]): string =>
  `To switch ${toolsets.length === 1 ? 'it' : 'them'} on, add ${[...new Set(toolsets)].join(', ')} to ${SETTING} and restart the server; without the setting all tools are available.`;

/** A text about tools without the sentences that name one that is not served. */
export function servedSentences(words: string, served: ServedToolsets): string {
  const isServed = (sentence: string): boolean =>
    switchedOffIn(sentence, served).length === 0 &&
    (served.has('endpoints') || !/\bget_ tools\b/.test(sentence));
  return words
    .split(/(?<=\.) (?=[A-Z])/)
    .filter(isServed)
    .join(' ');
}
