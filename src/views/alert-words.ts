/** Replaces the server's sentence, which has the instant; the page counts down instead. */
export const alertsEnglish: Readonly<Record<string, string>> = {
  appeal_lapsing: 'Appeal within 72 hours',
};

/** Alerts by kind, in languages other than that of the server's sentence. */
export const alertsChinese: Readonly<Record<string, string>> = {
  appeal_lapsing: '申诉即将到期',
  score_near_threshold: '分数接近下一阈值',
  product_unavailable: '有销售的商品已不可用',
  no_data: '没有数据',
  appeal_due: '7 天内可申诉',
  new_violations: '新的违规',
  session_ending: '会话即将失效',
  fell: '销售额下降超过 20%',
};
