/** The levels of account health in Chinese; any other is shown in TikTok's words. */
export const levelsChinese: Readonly<Record<string, string>> = {
  Healthy: '健康',
  'Needs attention': '需要关注',
  'At risk': '有风险',
};

interface LevelWords {
  readonly levels: Readonly<Record<string, string>>;
}

/** A level in the page's language. */
export const levelName = (level: string | undefined, { levels }: LevelWords): string | undefined =>
  level && (levels[level] ?? level);
