import type { SandboxEndpoint } from './endpoint.ts';

/** The standing of the account. The reply does not say on which of the two scales the score is (upstream-api.md 7.11). */
export const healthStatus: SandboxEndpoint = {
  fields: {},
  respond({ creator }) {
    const { score, level, color } = creator.standing;
    return {
      risk_info: {
        risk_level_text: level,
        light_color: `rgba(${color}, 1)`,
        dark_color: `rgba(${color}, 0.8)`,
      },
      vio_score_rule_learn_url: 'https://policy.sandbox.invalid/creator-health',
      is_show_score: true,
      violation_score: score,
      creator_status: 0,
    };
  },
};
